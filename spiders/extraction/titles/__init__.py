"""The headline of an article."""
