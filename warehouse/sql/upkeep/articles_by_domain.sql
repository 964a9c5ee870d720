-- Every article, those of a domain one after the other as they landed; with $source, of that source.
SELECT article_id FROM landed.articles WHERE $source IS NULL OR source = $source
QUALIFY landed.is_latest_text(article_id, revision, extraction)
ORDER BY domain, landed_at, article_id
