-- The names of all sources that have articles.
SELECT DISTINCT source FROM landed.articles ORDER BY source
