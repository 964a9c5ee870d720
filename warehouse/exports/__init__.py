"""Rows as files for others, with a manifest and what is taken back."""
