-- Boilerplate that was cut from $source's articles, the most frequent first.
SELECT kind, arg_max(text, landed_at) AS text, count(DISTINCT article_id) AS articles, arg_max(reason, landed_at) AS reason
FROM landed.removed_blocks
WHERE source = $source
GROUP BY kind, fingerprint
ORDER BY articles DESC, text
LIMIT $most
