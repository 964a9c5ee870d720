"""One page to an article: parse, body, blocks, structured data, metadata."""
