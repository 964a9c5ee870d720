-- The latest text of every article, copies included.
SELECT * EXCLUDE (is_latest)
FROM revisions
WHERE is_latest
