"""An office's whole work as one file, out of one workspace and into another."""
