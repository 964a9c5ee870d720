-- How many attempts there were at URLs of each of some sources since $since.
SELECT source, count(*) FROM landed.fetches
WHERE discovered_at > $since AND source IN (SELECT unnest($sources::VARCHAR[]))
GROUP BY source ORDER BY source
