-- Each source's newest first texts since $since: those of the days that hold 50 of them.
WITH days AS (
    SELECT source, landed_date, count(*) AS articles FROM landed.articles
    WHERE landed_date > $since::DATE AND revision = 1 AND extraction = 1 AND discovery <> 'archive'
    GROUP BY ALL
),
newest AS (
    SELECT source, landed_date FROM days
    QUALIFY coalesce(sum(articles) OVER (
        PARTITION BY source ORDER BY landed_date DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) < 50
)
SELECT source, landed_date, article_id, fetched_at, lower(trim(title)) AS title
FROM landed.articles SEMI JOIN newest USING (source, landed_date)
WHERE landed_date > $since::DATE AND revision = 1 AND extraction = 1 AND discovery <> 'archive'
