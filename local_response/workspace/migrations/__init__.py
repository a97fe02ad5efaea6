"""Changes of the workspace's tables, in order, each with its way back."""
