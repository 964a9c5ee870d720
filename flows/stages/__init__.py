"""The stages of a run as plain functions: crawl, extract, withdraw, clean, revise, match."""
