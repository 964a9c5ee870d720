-- Pages that landed as articles, or were set aside, of which nothing else is there any more; with the last
-- extraction of which blocks that were cut are known.
SELECT f.page_id, f.url, coalesce(max(b.extraction), 0) AS extraction
FROM landed.fetches AS f
ANTI JOIN landed.articles AS a ON a.page_id = f.page_id
ANTI JOIN landed.rejections AS r ON r.page_id = f.page_id
LEFT JOIN landed.removed_blocks AS b ON b.page_id = f.page_id
WHERE f.kind = 'article' AND f.outcome = 'fetched'
GROUP BY ALL
ORDER BY min(f.fetched_at), f.page_id
