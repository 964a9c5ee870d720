-- A link is seen before it is fetched, and fetched before it lands; clocks may differ by five minutes.
-- What comes from an archive was fetched long before it was seen.
SELECT 'articles ' || article_id || ' fetched ' || fetched_at || ', landed ' || $now AS found
FROM batch_articles
WHERE fetched_at > $now + INTERVAL 5 MINUTES
    OR (discovered_at > fetched_at + INTERVAL 5 MINUTES AND discovery <> 'archive')
UNION ALL
SELECT 'fetches ' || fetch_id || ' seen ' || discovered_at || ', fetched ' || fetched_at
FROM batch_fetches
WHERE fetched_at > $now + INTERVAL 5 MINUTES
    OR (discovered_at > fetched_at + INTERVAL 5 MINUTES AND discovery <> 'archive')
UNION ALL
SELECT 'runs ' || run_id || ' started ' || started_at || ', finished ' || finished_at
FROM batch_runs
WHERE finished_at < started_at
