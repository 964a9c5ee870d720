-- Every fetch of a URL. One URL at a time: DuckDB skips row groups by an equality, and by no list or alternative.
SELECT * FROM landed.fetches WHERE url = $url
