-- The article that another turned out to be.
SELECT cluster_id FROM landed.duplicates WHERE kind = 'moved' AND article_id = $article_id
ORDER BY landed_at DESC LIMIT 1
