"""A crawl process: the job that it is given, what it reports to its parent, and how it ends."""
