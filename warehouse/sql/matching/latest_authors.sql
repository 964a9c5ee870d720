-- The authors of the latest text of some articles, and when it landed.
SELECT article_id, authors, landed_at FROM sought_articles
WHERE article_id IN (SELECT unnest($ids))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
