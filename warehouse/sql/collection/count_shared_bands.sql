-- How many bands and sentences are shared, and by rows below which number.
SELECT count(*), coalesce(max(article_key) + 1, 0) FROM shared_bands
