-- First texts of articles that landed since $since, by source and hour (UTC).
SELECT source, date_trunc('hour', landed_at AT TIME ZONE 'UTC') AS hour, count(*) AS articles
FROM landed.articles
WHERE landed_date >= $since::TIMESTAMPTZ::DATE AND landed_at >= $since::TIMESTAMPTZ AND revision = 1 AND extraction = 1
GROUP BY ALL
ORDER BY hour, source
