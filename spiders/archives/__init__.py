"""Pages that nobody needs to fetch: WARC files and folders of HTML."""
