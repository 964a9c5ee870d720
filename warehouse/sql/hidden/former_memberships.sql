-- What was known of the cluster of each article in `texts`.
SELECT DISTINCT article_id, cluster_id, kind, similarity
FROM hidden JOIN texts USING (text_key)
WHERE cluster_id IS NOT NULL
