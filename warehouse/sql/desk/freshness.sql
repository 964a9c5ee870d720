-- Minutes from publication to landing of the articles that landed since $since, by source: median and slowest tenth.
SELECT
    source,
    count(*) AS articles,
    median(date_diff('minute', published_at, landed_at)) AS median_minutes,
    quantile_cont(date_diff('minute', published_at, landed_at), 0.9) AS slow_minutes
FROM landed.articles
WHERE landed_date >= $since::TIMESTAMPTZ::DATE AND landed_at >= $since::TIMESTAMPTZ
    AND revision = 1 AND extraction = 1 AND published_at BETWEEN landed_at - INTERVAL 3 DAY AND landed_at
    AND published_precision <> 'day'
GROUP BY source
ORDER BY source
