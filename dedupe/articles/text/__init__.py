"""Texts as arrays of hashed words and sentences."""
