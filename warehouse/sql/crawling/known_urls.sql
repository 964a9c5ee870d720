-- What the snapshot knows of every URL of some sources that was seen since $since; columns are those of the
-- crawl's Known.
WITH attempts AS (
    SELECT *, outcome IN ('fetched', 'unchanged') AS is_good,
           row_number() OVER last = 1 AS is_last,
           max(fetched_at) FILTER (WHERE outcome IN ('fetched', 'unchanged')) OVER one_url AS last_good
    FROM landed.fetches
    WHERE source BETWEEN $first AND $last AND discovered_at > $since AND discovery <> 'archive' AND reason <> 'not_due'
    WINDOW one_url AS (PARTITION BY source, kind = 'article', url),
           last AS (PARTITION BY source, kind = 'article', url ORDER BY discovered_at DESC)
)
SELECT source, url,
       max(kind) FILTER (WHERE is_last) AS kind,
       max(outcome) FILTER (WHERE is_last) AS outcome,
       max(reason) FILTER (WHERE is_last) AS reason,
       max(discovery) FILTER (WHERE is_last) AS discovery,
       max(discovery_url) FILTER (WHERE is_last) AS discovery_url,
       min(discovered_at) AS first_seen,
       max(discovered_at) FILTER (WHERE outcome NOT IN ('skipped')) AS last_requested,
       max(retry_after) FILTER (WHERE is_last) AS retry_after,
       count(*) FILTER (
           WHERE outcome IN ('failed', 'blocked') AND (last_good IS NULL OR discovered_at > last_good)
       )::INTEGER AS failures,
       max(etag) FILTER (WHERE is_good AND fetched_at = last_good) AS etag,
       max(last_modified) FILTER (WHERE is_good AND fetched_at = last_good) AS last_modified,
       max(body_hash) FILTER (WHERE is_good AND fetched_at = last_good) AS body_hash,
       max(final_url) FILTER (WHERE is_good AND fetched_at = last_good) AS final_url,
       max(detail) FILTER (WHERE is_last AND reason = 'denied') AS detail
FROM attempts
GROUP BY source, kind = 'article', url
ORDER BY source
