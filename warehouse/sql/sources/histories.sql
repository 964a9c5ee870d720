-- By source: the last look, the last new article, the beginning of failures, the first look, new articles
-- since $lately, and the usual pause in days.
WITH looks AS (
    SELECT source, run_id, min(discovered_at) AS moment,
           bool_and(outcome IN ('failed', 'blocked')) AS failed
    FROM landed.fetches
    WHERE kind <> 'article' AND outcome <> 'skipped' AND discovered_at > $since
    GROUP BY source, run_id
),
good AS (SELECT source, max(moment) AS moment FROM looks WHERE NOT failed GROUP BY source),
watch AS (SELECT source, min(moment) AS start FROM looks GROUP BY source),
news AS (
    SELECT source, url, min(fetched_at) AS moment FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND discovery <> 'archive' AND fetched_at > $remembered
    GROUP BY source, url
),
counts AS (
    SELECT source, max(moment) AS last_new, count(*) FILTER (WHERE moment > $lately) AS lately
    FROM news GROUP BY source
),
days AS (
    SELECT DISTINCT source, (moment AT TIME ZONE 'UTC')::DATE AS day
    FROM news JOIN watch USING (source)
    WHERE moment > start + INTERVAL 1 DAY AND moment > $since
),
pauses AS (
    SELECT source, day - lag(day) OVER (PARTITION BY source ORDER BY day) AS days FROM days
    QUALIFY days IS NOT NULL
),
rhythm AS (
    SELECT source, CASE WHEN count(*) >= 3 THEN list_reverse_sort(list(days))[2] END AS pause
    FROM pauses GROUP BY source
)
SELECT looks.source, max(looks.moment), any_value(last_new),
       min(looks.moment) FILTER (WHERE looks.failed AND (good.moment IS NULL OR looks.moment > good.moment)),
       min(looks.moment), any_value(coalesce(lately, 0)), any_value(coalesce(pause, 0))
FROM looks LEFT JOIN good USING (source) LEFT JOIN counts USING (source) LEFT JOIN rhythm USING (source)
GROUP BY looks.source
