-- The latest text of every article, copies included.
SELECT * EXCLUDE (article_key, is_latest)
FROM revisions
WHERE is_latest
