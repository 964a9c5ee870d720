-- How many attempts there were at URLs of each source since $since.
SELECT source, count(*) FROM landed.fetches
WHERE discovered_at > $since
GROUP BY source ORDER BY source
