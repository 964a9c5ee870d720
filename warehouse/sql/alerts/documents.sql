-- The documents that the last look at their source had to do with: their outcomes, since when they
-- fail, by which URLs the $last looks and those since $lately ended. Of a source whose documents were all read
-- $last times since $week and never lost, earlier looks say nothing.
WITH well AS (
    SELECT source FROM (
        SELECT source, count(final_url) AS looks, bool_or(is_lost) AS is_lost
        FROM recent.looks WHERE discovered_at > $week
        GROUP BY source, url
    )
    GROUP BY source HAVING min(looks) >= $last AND NOT bool_or(is_lost)
),
others AS (
    SELECT DISTINCT source FROM recent.looks WHERE discovered_at > $since AND source NOT IN (FROM well)
),
looks AS (
    -- In two, so that of earlier weeks nothing more is read where all sources are well.
    FROM recent.looks WHERE discovered_at > $week
    UNION ALL
    FROM recent.looks SEMI JOIN others USING (source) WHERE discovered_at BETWEEN $since AND $week
),
latest AS (SELECT source, arg_max(run_id, discovered_at) AS run_id FROM looks GROUP BY source),
good AS (SELECT source, url, max(discovered_at) AS moment FROM looks WHERE NOT is_lost GROUP BY source, url)
SELECT source, url, arg_max(kind, discovered_at), arg_max(outcome, discovered_at),
       arg_max(reason, discovered_at),
       min(discovered_at) FILTER (is_lost AND (moment IS NULL OR discovered_at > moment)),
       any_value(moment) IS NOT NULL,
       arg_max(final_url, discovered_at, $last) FILTER (final_url IS NOT NULL),
       arg_max(is_for_good, discovered_at, $last) FILTER (final_url IS NOT NULL),
       list(DISTINCT final_url) FILTER (final_url IS NOT NULL AND discovered_at > $lately)
FROM looks LEFT JOIN good USING (source, url) LEFT JOIN latest USING (source)
GROUP BY source, url
HAVING bool_or(looks.run_id = latest.run_id)
ORDER BY source, url
