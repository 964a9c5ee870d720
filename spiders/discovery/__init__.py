"""Discovery: which links a feed, a sitemap or a front page gives. Parsing only; nothing is fetched here."""
