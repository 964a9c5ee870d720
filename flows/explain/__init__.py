"""What the warehouse knows of one URL, and how two revisions differ."""
