-- The last five runs.
SELECT run_id, status, started_at, discovered, fetched, new, revised, duplicate, rejected
FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 5
