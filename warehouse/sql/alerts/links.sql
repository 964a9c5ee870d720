-- Each source's links since $since and since $lately: how many, forbidden, on other hosts.
SELECT source, discovered_at > $lately AS is_recent, count(DISTINCT url),
       count(DISTINCT url) FILTER (outcome = 'blocked' AND reason = 'robots'), count(DISTINCT url) FILTER
       (reason = 'denied' AND detail LIKE 'not on %'), coalesce(mode(regexp_extract(url, '//([^/]+)', 1))
       FILTER (reason = 'denied' AND detail LIKE 'not on %'), '')
FROM landed.fetches
WHERE kind = 'article' AND discovery <> 'archive' AND discovered_at > $since
GROUP BY source, is_recent
