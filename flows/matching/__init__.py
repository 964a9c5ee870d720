"""Matching of articles against history: signing, the SQL join, and what changes in the clusters."""
