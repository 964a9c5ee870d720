"""What is built from a snapshot for its readers, and can be rebuilt: view files, search indexes, keys."""
