"""When an article was published and modified."""
