"""Names: whom and what an article names, and by which of their names."""
