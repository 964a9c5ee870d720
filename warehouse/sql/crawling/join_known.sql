-- What is known of the URLs in `later`, of which rows landed after those of the file $earlier, by both: the columns of
-- the crawl's Known. A row may be in both, and what landed later may have been seen earlier.
WITH earlier AS (FROM read_parquet($earlier) WHERE source IN (SELECT unnest($sources::VARCHAR[]))),
joined AS (
    SELECT later.source, later.url,
           least(later.first_seen, earlier.first_seen) AS first_seen,
           greatest(later.last_requested, earlier.last_requested) AS last_requested,
           greatest(later.last_good, earlier.last_good) AS last_good,
           list_distinct(list_concat(later.lost, earlier.lost)) AS lost,
           CASE WHEN earlier.seen_at > later.seen_at THEN earlier ELSE later END AS seen,
           CASE
               WHEN later.last_good IS NULL OR earlier.last_good > later.last_good THEN earlier ELSE later
           END AS good
    FROM later LEFT JOIN earlier
        ON later.source = earlier.source AND later.url = earlier.url
        AND (later.kind = 'article') = (earlier.kind = 'article')
    WHERE later.source IN (SELECT unnest($sources::VARCHAR[]))
)
SELECT source, url, seen.kind, seen.outcome, seen.reason, seen.discovery, seen.discovery_url, first_seen,
       last_requested, seen.retry_after,
       coalesce(
           len(list_filter(lost, lambda moment: last_good IS NULL OR moment > last_good)), 0
       )::INTEGER AS failures,
       good.etag, good.last_modified, good.body_hash, good.final_url, seen.detail
FROM joined
ORDER BY source
