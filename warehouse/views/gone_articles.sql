-- One row is one time that an article's page was gone: its URL returned 404 or 410 after it had landed, and
-- until it came back.
-- @url: URL of the article at which its page was gone
-- @gone_at: When the page was first seen to be gone, UTC
-- @status: 404 (not found) or 410 (gone)
-- @last_gone_at: When it was last seen to be gone, UTC
-- @back_at: When the page was first there again, UTC; null while it is gone
WITH urls AS (
    SELECT DISTINCT article_id, url FROM landed.articles
    UNION
    SELECT DISTINCT article_id, canonical_url FROM landed.articles
),
missing AS (
    SELECT article_id, min(fetched_at) AS first_fetched_at
    FROM landed.articles
    WHERE article_id IN (
        SELECT a.article_id
        FROM landed.fetches AS f
        JOIN urls AS a ON a.url = f.url
        WHERE f.kind = 'article' AND f.status IN (404, 410)
    )
    GROUP BY article_id
),
responses AS (
    SELECT a.article_id, f.url, f.source, f.fetched_at, f.status, f.status IN (404, 410) AS is_gone
    FROM landed.fetches AS f
    JOIN urls AS a ON a.url = f.url
    JOIN missing AS m ON m.article_id = a.article_id AND f.fetched_at >= m.first_fetched_at
    WHERE f.kind = 'article' AND (f.status IN (404, 410) OR f.outcome IN ('fetched', 'unchanged'))
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE NOT is_gone) OVER (PARTITION BY article_id ORDER BY fetched_at, is_gone) AS times_there
    FROM responses
)
SELECT
    n.article_id,
    arg_min(n.url, n.fetched_at) AS url,
    arg_min(n.source, n.fetched_at) AS source,
    min(n.fetched_at) AS gone_at,
    arg_min(n.status, n.fetched_at) AS status,
    max(n.fetched_at) AS last_gone_at,
    any_value(back.back_at) AS back_at
FROM numbered AS n
LEFT JOIN (
    SELECT article_id, times_there, min(fetched_at) AS back_at FROM numbered WHERE NOT is_gone GROUP BY ALL
) AS back ON back.article_id = n.article_id AND back.times_there = n.times_there + 1
WHERE n.is_gone
GROUP BY n.article_id, n.times_there
