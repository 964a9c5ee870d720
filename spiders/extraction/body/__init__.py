"""The text of an article: which parts of a page it is, and which blocks within it are not the story."""
