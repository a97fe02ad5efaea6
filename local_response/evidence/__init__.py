"""The store of releases: harmonise, check totals, keep, revise, query; and the pack of figures that comes with us."""
