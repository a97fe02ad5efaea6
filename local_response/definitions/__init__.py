"""Reviewed data about areas, measures, words and practice, and the code that loads it."""
