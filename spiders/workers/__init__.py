"""Extraction in processes that may die."""
