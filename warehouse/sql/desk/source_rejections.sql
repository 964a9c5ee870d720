-- Pages of $source that were rejected since $since, newest first.
SELECT url, stage, reason, detail, landed_at, page_id
FROM landed.rejections
WHERE source = $source AND landed_at >= $since::TIMESTAMPTZ
ORDER BY landed_at DESC, url
LIMIT $most
