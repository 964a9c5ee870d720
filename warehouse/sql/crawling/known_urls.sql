-- What the ledger says of every URL of the sources from $first to $last that was seen since $since: columns of the
-- crawl's Known, and those by which later rows are joined to it. `seen_at` is when the last row was seen, `lost`
-- when the URL could not be had.
WITH attempts AS (
    SELECT *, outcome IN ('fetched', 'unchanged') AS is_good
    FROM landed.fetches
    WHERE source BETWEEN $first AND $last AND discovered_at > $since
      AND discovery <> 'archive' AND reason <> 'not_due'
),
known AS (
    SELECT source, url,
           min(discovered_at) AS first_seen,
           max(discovered_at) AS seen_at,
           max(discovered_at) FILTER (outcome <> 'skipped') AS last_requested,
           max(fetched_at) FILTER (is_good) AS last_good,
           list(discovered_at) FILTER (outcome IN ('failed', 'blocked')) AS lost,
           -- A struct is never null, so it is of the last row also where a column is.
           arg_max(
               struct_pack(
                   kind := kind, outcome := outcome, reason := reason, discovery := discovery,
                   discovery_url := discovery_url, retry_after := retry_after, detail := detail
               ),
               discovered_at
           ) AS seen,
           arg_max(
               struct_pack(
                   etag := etag, last_modified := last_modified, body_hash := body_hash, final_url := final_url
               ),
               fetched_at
           ) FILTER (is_good) AS good
    FROM attempts
    GROUP BY source, kind = 'article', url
)
SELECT source, url, seen.kind, seen.outcome, seen.reason, seen.discovery, seen.discovery_url, first_seen,
       last_requested, seen.retry_after,
       coalesce(
           len(list_filter(lost, lambda moment: last_good IS NULL OR moment > last_good)), 0
       )::INTEGER AS failures,
       good.etag, good.last_modified, good.body_hash, good.final_url,
       CASE WHEN seen.reason = 'denied' THEN seen.detail END AS detail,
       seen_at, last_good, lost
FROM known
ORDER BY source
