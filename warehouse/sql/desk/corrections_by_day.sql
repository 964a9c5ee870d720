-- Changed texts and metadata that landed since $since, by source and day (UTC); of one source where $source is not null.
SELECT
    source,
    (landed_at AT TIME ZONE 'UTC')::DATE AS day,
    count(*) AS edits,
    count(*) FILTER (WHERE is_silent) AS silent,
    count(*) FILTER (WHERE is_silent IS NULL) AS unknown,
    count(*) FILTER (WHERE NOT is_silent) AS announced
FROM corrections
WHERE landed_at >= $since::TIMESTAMPTZ AND ($source::VARCHAR IS NULL OR source = $source)
GROUP BY ALL
ORDER BY source, day
