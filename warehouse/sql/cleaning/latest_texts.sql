-- The latest texts of the wanted articles.
SELECT * FROM landed.articles SEMI JOIN wanted USING (article_id)
QUALIFY landed.is_latest_text(article_id, revision, extraction)
ORDER BY article_id
