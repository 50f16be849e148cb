"""News feeds: documents read into items, and items told as articles."""
