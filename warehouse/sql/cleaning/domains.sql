-- Every domain of which an article has landed; with $source, of that source.
SELECT DISTINCT domain FROM landed.articles WHERE $source IS NULL OR source = $source ORDER BY domain
