-- Every source with the counts of its links since $since, and when its last article landed.
WITH links AS (
    SELECT
        source,
        count(*) AS discovered,
        count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
        count(*) FILTER (WHERE outcome = 'blocked') AS blocked,
        count(*) FILTER (WHERE outcome = 'failed') AS failed,
        count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
        count(*) FILTER (WHERE outcome = 'fetched') AS fetched
    FROM landed.fetches
    WHERE kind = 'article' AND discovered_at >= $since::TIMESTAMPTZ
    GROUP BY source
),
rejected AS (
    SELECT source, count(*) AS rejected FROM landed.rejections WHERE landed_at >= $since::TIMESTAMPTZ GROUP BY source
),
articles AS (
    SELECT
        source,
        count(*) FILTER (WHERE landed_at >= $since::TIMESTAMPTZ AND revision = 1) AS articles,
        max(landed_at) AS latest
    FROM landed.articles
    WHERE extraction = 1
    GROUP BY source
)
SELECT
    source, coalesce(articles, 0) AS articles, coalesce(discovered, 0) AS discovered, coalesce(skipped, 0) AS skipped,
    coalesce(blocked, 0) AS blocked, coalesce(failed, 0) AS failed, coalesce(unchanged, 0) AS unchanged,
    coalesce(fetched, 0) AS fetched, coalesce(rejected, 0) AS rejected, latest
FROM articles
FULL JOIN links USING (source)
FULL JOIN rejected USING (source)
ORDER BY source
