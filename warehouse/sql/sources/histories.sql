-- By source: the last look, the last new article, the beginning of failures, the first look, new articles
-- since $lately, and the usual pause in days. Of a source that was read since $lately, earlier looks say nothing
-- but when the first was.
WITH read AS (SELECT DISTINCT source FROM recent.looks WHERE NOT is_lost AND discovered_at > $lately),
watch AS (SELECT source, min(discovered_at) AS start FROM recent.looks WHERE discovered_at > $since GROUP BY source),
attempts AS (
    -- In two, so that of earlier weeks nothing more is read where all sources were read.
    FROM recent.looks WHERE discovered_at > $lately
    UNION ALL
    FROM recent.looks SEMI JOIN (FROM watch ANTI JOIN read USING (source)) USING (source)
    WHERE discovered_at BETWEEN $since AND $lately
),
looks AS (
    SELECT source, run_id, min(discovered_at) AS moment, bool_and(is_lost) AS failed
    FROM attempts GROUP BY source, run_id
),
good AS (SELECT source, max(moment) AS moment FROM looks WHERE NOT failed GROUP BY source),
news AS (
    SELECT source, link, min(fetched_at) AS moment FROM recent.links
    WHERE is_fetched AND fetched_at > $since
    GROUP BY source, link
),
counts AS (
    SELECT source, max(moment) AS last_new, count(*) FILTER (WHERE moment > $lately) AS lately
    FROM news GROUP BY source
),
days AS (
    SELECT DISTINCT source, make_timestamp(epoch_us(moment))::DATE AS day
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
       any_value(start), any_value(coalesce(lately, 0)), any_value(coalesce(pause, 0))
FROM looks JOIN watch USING (source) LEFT JOIN good USING (source) LEFT JOIN counts USING (source) LEFT JOIN rhythm USING (source)
GROUP BY looks.source
