-- The outcomes of $source's links on each day (UTC) since $since.
SELECT
    (discovered_at AT TIME ZONE 'UTC')::DATE AS day,
    count(*) AS discovered,
    count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
    count(*) FILTER (WHERE outcome = 'blocked') AS blocked,
    count(*) FILTER (WHERE outcome = 'failed') AS failed,
    count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE outcome = 'fetched') AS fetched,
    count(*) FILTER (WHERE outcome = 'fetched' AND page_id IN (SELECT page_id FROM landed.rejections)) AS rejected
FROM landed.fetches
WHERE kind = 'article' AND source = $source AND discovered_at >= $since::TIMESTAMPTZ
GROUP BY day
ORDER BY day
