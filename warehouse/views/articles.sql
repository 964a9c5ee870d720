-- The latest text of every article, one article for each cluster of copies: the first that was seen.
-- @cluster_id: Cluster of copies that the article stands for: its own article_id
SELECT * EXCLUDE (is_latest), article_id AS cluster_id
FROM revisions
ANTI JOIN memberships USING (article_id)
WHERE is_latest
