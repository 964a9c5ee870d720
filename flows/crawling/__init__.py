"""What a crawl process is given, which sources share one, and its life."""
