"""Maintenance, repair of a damaged lake, and what is rebuilt from what has landed."""
