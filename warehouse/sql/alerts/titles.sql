-- The title that most of a source's newest 50 articles have.
WITH days AS (
    SELECT source, landed_date, count(*) AS articles FROM recent.titles
    WHERE landed_date > $since::DATE GROUP BY ALL
),
newest AS (
    SELECT source, landed_date FROM days
    QUALIFY coalesce(sum(articles) OVER (
        PARTITION BY source ORDER BY landed_date DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) < 50
),
ranked AS (
    SELECT source, title FROM recent.titles SEMI JOIN newest USING (source, landed_date)
    WHERE landed_date > $since::DATE
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY fetched_at DESC, article_id) <= 50
),
counts AS (SELECT source, title, count(*) AS articles FROM ranked GROUP BY source, title)
SELECT source, arg_max(title, (articles, title)), max(articles) FILTER (title <> ''), sum(articles)::BIGINT
FROM counts GROUP BY source
