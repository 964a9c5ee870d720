-- Links to articles since $since, URLs and pages as numbers, a hash of each.
SELECT source, hash(url) AS link, CASE WHEN page_id IS NOT NULL THEN hash(page_id) END AS page,
       outcome = 'fetched' AS is_fetched, discovered_at, fetched_at,
       outcome = 'blocked' AND reason = 'robots' AS is_forbidden,
       CASE WHEN reason = 'denied' AND detail LIKE 'not on %' THEN regexp_extract(url, '//([^/]+)', 1) END
           AS off_site_host
FROM landed.fetches
WHERE kind = 'article' AND discovery <> 'archive' AND (discovered_at > $since OR fetched_at > $since)
