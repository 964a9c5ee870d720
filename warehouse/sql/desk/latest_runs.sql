-- The last runs, newest first.
SELECT
    run_id, status, started_at, seconds, discovered, skipped, blocked, failed, unchanged, fetched, rejected, new,
    revised, duplicate, recleaned, findings
FROM runs
ORDER BY started_at DESC, run_id DESC
LIMIT $most
