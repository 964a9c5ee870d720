"""Downloader middlewares: robots.txt, the network guard's verdicts and the bounds on responses."""
