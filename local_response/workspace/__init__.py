"""The database of what people write together: offices, members, notes, and the trail of every edit."""
