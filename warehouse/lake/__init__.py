"""The lake as a whole: reading, committing and publishing it, its one writer, its local catalog."""
