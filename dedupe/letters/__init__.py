"""Letters as matching and search compare them, in any script."""
