"""Background topics and case studies: load, search, match to a need."""
