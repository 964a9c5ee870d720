-- The latest text of every article, one article for each cluster of copies: the first that was seen.
SELECT * EXCLUDE (is_canonical, duplicate_kind, similarity)
FROM articles_all
WHERE is_canonical
