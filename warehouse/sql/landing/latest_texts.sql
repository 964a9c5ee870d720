-- The latest texts of some articles.
SELECT * FROM sought_articles
WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
