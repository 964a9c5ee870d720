-- The latest text of some articles.
SELECT article_id, text FROM landed.articles SEMI JOIN sought USING (landed_date, text_key)
WHERE article_id IN (SELECT unnest($ids))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
