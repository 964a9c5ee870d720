-- When each of these articles landed for the first time.
SELECT article_id, min(landed_at) FROM landed.articles
WHERE article_id IN (SELECT unnest($ids)) GROUP BY ALL
