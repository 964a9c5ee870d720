SELECT epoch(started_at), epoch(finished_at) - epoch(started_at), skipped, blocked, failed, unchanged,
    fetched, new, revised, duplicate, rejected
FROM landed.runs ORDER BY started_at DESC LIMIT 1
