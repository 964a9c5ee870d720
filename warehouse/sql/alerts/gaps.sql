-- Hours between the runs since $since, in order.
WITH starts AS (SELECT DISTINCT started_at FROM landed.runs WHERE status = 'complete' AND started_at > $since),
gaps AS (
    SELECT started_at, epoch(started_at - lag(started_at) OVER (ORDER BY started_at)) / 3600 AS hours
    FROM starts
    QUALIFY hours IS NOT NULL
)
SELECT list(hours ORDER BY started_at) FROM gaps
