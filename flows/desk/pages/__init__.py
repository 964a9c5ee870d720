"""The desk's pages, a file each: what is queried, and which template shows it."""
