SELECT epoch(started_at), seconds, skipped, blocked, failed, unchanged, fetched, new, revised, duplicate, rejected
FROM runs ORDER BY started_at DESC LIMIT 1
