"""Pure functions: estimates, comparison, change over time, and the Findings of a Profile."""
