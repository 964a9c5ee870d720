-- The article that was landed from this URL; where it turned out to be another, that one.
WITH found AS (
    SELECT article_id FROM landed.articles WHERE url = $url OR canonical_url = $url OR amp_url = $url
    UNION ALL
    SELECT article_id FROM landed.fetches JOIN landed.articles USING (page_id) WHERE fetches.url = $url
    LIMIT 1
)
SELECT coalesce(cluster_id, article_id)
FROM found LEFT JOIN (
    SELECT article_id, arg_max(cluster_id, landed_at) AS cluster_id FROM landed.duplicates
    WHERE kind = 'moved' GROUP BY article_id
) USING (article_id)
