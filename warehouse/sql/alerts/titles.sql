-- The title that most of a source's newest 50 articles have.
WITH ranked AS (
    SELECT source, article_id, lower(trim(title)) AS title
    FROM landed.articles
    WHERE landed_date >= $since AND revision = 1 AND extraction = 1 AND discovery <> 'archive'
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY fetched_at DESC, article_id) <= 50
),
counts AS (SELECT source, title, count(*) AS articles FROM ranked GROUP BY source, title)
SELECT source, arg_max(title, articles), max(articles) FILTER (title <> ''), sum(articles)::BIGINT
FROM counts GROUP BY source
