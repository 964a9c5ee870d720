-- The latest text of every article, one article for each cluster of copies: the first that was seen.
-- @cluster_id: Cluster of copies that the article stands for: its own article_id
SELECT * EXCLUDE (is_latest), article_id AS cluster_id
FROM revisions AS r
WHERE is_latest AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.article_id = r.article_id)
