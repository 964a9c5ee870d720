"""The parameters and context of a run, and its name."""
