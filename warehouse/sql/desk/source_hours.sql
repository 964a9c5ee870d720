-- Hours of the day (UTC) at which $source publishes: articles landed since $since whose time of day is stated.
SELECT extract(hour FROM published_at AT TIME ZONE 'UTC')::INTEGER AS hour, count(*) AS articles
FROM landed.articles
WHERE source = $source AND landed_date >= $since::TIMESTAMPTZ::DATE AND revision = 1 AND extraction = 1
    AND published_precision <> 'day' AND published_at IS NOT NULL
GROUP BY hour
ORDER BY hour
