-- The latest texts of some articles.
SELECT * FROM landed.articles SEMI JOIN sought USING (landed_date, text_key)
WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
