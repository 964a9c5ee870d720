"""Bytes to a tree within bounds, and what its markup states."""
