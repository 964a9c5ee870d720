"""The search for the element that holds an article: trafilatura's fast mode, in fewer steps."""
