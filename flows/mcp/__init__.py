"""The warehouse for assistants, over the Model Context Protocol."""
