-- The latest texts of the wanted articles.
SELECT * FROM sought_articles
WHERE article_id IN (SELECT unnest($ids))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
ORDER BY article_id
