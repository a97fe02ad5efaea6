"""One file a page, or a page and its parts."""
