"""The nouns of Local Response and its errors. No input or output."""
