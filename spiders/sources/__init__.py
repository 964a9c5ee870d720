"""What is watched: the declaration of a source, its table in the configuration, subscription lists."""
