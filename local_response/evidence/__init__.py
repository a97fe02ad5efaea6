"""The store of releases: harmonise, check totals, keep, revise and query published figures."""
