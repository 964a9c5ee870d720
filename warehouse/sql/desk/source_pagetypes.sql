-- What the pages were that were fetched from $source since $since: article, or why they are none, with their shares.
SELECT
    coalesce(r.reason, 'article') AS pagetype,
    count(*) AS pages,
    count(*) / sum(count(*)) OVER () AS share
FROM landed.fetches AS f
LEFT JOIN (SELECT page_id, any_value(reason) AS reason FROM landed.rejections WHERE source = $source GROUP BY page_id) AS r
    ON r.page_id = f.page_id
WHERE f.kind = 'article' AND f.outcome = 'fetched' AND f.source = $source AND f.discovered_at >= $since::TIMESTAMPTZ
GROUP BY pagetype
ORDER BY pagetype <> 'article', pages DESC, pagetype
