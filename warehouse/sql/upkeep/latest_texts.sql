-- The latest text of every article; with $source, of that source's.
SELECT * FROM landed.articles WHERE $source IS NULL OR source = $source
QUALIFY landed.is_latest_text(article_id, revision, extraction)
ORDER BY domain, article_id
