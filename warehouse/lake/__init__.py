"""The lake as a whole: who may write to it."""
