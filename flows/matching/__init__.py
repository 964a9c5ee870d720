"""Matching of articles against history: signing, candidates, and what changes in the clusters."""
