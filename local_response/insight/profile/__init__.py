"""The local picture: one module a section, and the builder that puts them in order."""
