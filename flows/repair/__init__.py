"""Damaged lakes: what is rebuilt of them, and what is named as lost."""
