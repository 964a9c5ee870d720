-- The last run that fetched pages of a source, and how many.
SELECT run_id, count(*) AS pages FROM landed.fetches
WHERE source = $source AND kind = 'article' AND outcome = 'fetched'
GROUP BY run_id ORDER BY max(fetched_at) DESC LIMIT 1
