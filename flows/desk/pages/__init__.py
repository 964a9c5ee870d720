"""The desk's pages, a file each: what is asked, and which template shows it."""
