-- Each source's links since $since and since $lately: how many, forbidden, on other hosts, and the host of most of
-- these.
WITH seen AS (SELECT *, discovered_at > $lately AS is_recent FROM recent.links WHERE discovered_at > $since),
links AS (
    SELECT source, link, is_recent, bool_or(is_forbidden) AS is_forbidden,
           bool_or(off_site_host IS NOT NULL) AS is_off_site
    FROM seen GROUP BY ALL
),
counts AS (
    SELECT source, is_recent, count(*) AS seen, count(*) FILTER (is_forbidden) AS forbidden,
           count(*) FILTER (is_off_site) AS off_site
    FROM links GROUP BY source, is_recent
),
hosts AS (
    SELECT source, is_recent, arg_max(off_site_host, (times, off_site_host)) AS host
    FROM (
        SELECT source, is_recent, off_site_host, count(*) AS times FROM seen
        WHERE off_site_host IS NOT NULL GROUP BY ALL
    )
    GROUP BY source, is_recent
)
SELECT source, is_recent, seen, forbidden, off_site, coalesce(host, '')
FROM counts LEFT JOIN hosts USING (source, is_recent)
