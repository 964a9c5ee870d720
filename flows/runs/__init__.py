"""What a run is told, and what names it."""
