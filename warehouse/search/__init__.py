"""Full-text search: the words of a text, the index, and its form for SQL users."""
