"""Multiple systems estimation: how many people were on none of the lists, and how far the answer can be trusted.

Pure functions on numpy. The way through: histories -> terms -> fitting and existence -> models, stepwise, bootstrap,
graphical, threshold -> landscape and verdict. docs/hidden-population.md says what is assumed and when not to use it.
"""
