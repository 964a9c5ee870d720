-- The latest text of every revision of some articles.
SELECT * FROM landed.articles WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extraction DESC) = 1
ORDER BY article_id, revision
