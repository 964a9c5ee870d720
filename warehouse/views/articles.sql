-- The latest text of every article, one article for each cluster of copies: the first that was seen.
-- @cluster_id: Cluster of copies that the article stands for: its own article_id
SELECT * EXCLUDE (is_canonical, duplicate_kind, similarity)
FROM articles_all
WHERE is_canonical
