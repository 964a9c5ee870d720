-- Each source's links since $since and since $lately: how many, forbidden, on other hosts.
WITH links AS (
    SELECT source, hash(url) AS link, discovered_at > $lately AS is_recent,
           bool_or(outcome = 'blocked' AND reason = 'robots') AS is_forbidden,
           bool_or(reason = 'denied' AND detail LIKE 'not on %') AS is_off_site
    FROM landed.fetches
    WHERE kind = 'article' AND discovery <> 'archive' AND discovered_at > $since
    GROUP BY ALL
),
counts AS (
    SELECT source, is_recent, count(*) AS seen, count(*) FILTER (is_forbidden) AS forbidden,
           count(*) FILTER (is_off_site) AS off_site
    FROM links GROUP BY source, is_recent
),
hosts AS (
    SELECT source, discovered_at > $lately AS is_recent, mode(regexp_extract(url, '//([^/]+)', 1)) AS host
    FROM landed.fetches
    WHERE kind = 'article' AND discovery <> 'archive' AND discovered_at > $since
      AND reason = 'denied' AND detail LIKE 'not on %'
    GROUP BY ALL
)
SELECT source, is_recent, seen, forbidden, off_site, coalesce(host, '')
FROM counts LEFT JOIN hosts USING (source, is_recent)
