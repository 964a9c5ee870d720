"""The spiders, one file each: the generic `outlet`, and those of sources that need code of their own."""
