"""Takedowns: content removed from everything that is kept, and the proof that it is gone."""
