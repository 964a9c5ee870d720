-- The outcomes of a source's links on one day (UTC): the outcome of each, and the article or the
-- rejection that came of it.
CREATE MACRO main.source_day(wanted, on_day) AS TABLE
WITH links AS MATERIALIZED (
    SELECT discovered_at, url, outcome, reason, status, page_id, 1 AS first FROM landed.fetches
    WHERE kind = 'article' AND source = wanted AND (discovered_at AT TIME ZONE 'UTC')::DATE = on_day::DATE
),
-- Their texts by themselves, whatever the extraction, which is compared with a column: given a number, DuckDB takes
-- all articles for fewer than the links, and holds them.
fetched AS MATERIALIZED (SELECT DISTINCT page_id FROM links),
texts AS MATERIALIZED (
    SELECT article_id, revision, extraction, title, page_id FROM landed.articles
    WHERE page_id IN (SELECT page_id FROM fetched)
)
SELECT
    f.discovered_at,
    f.url,
    f.outcome,
    f.reason,
    f.status,
    a.article_id,
    a.revision,
    a.title,
    r.stage AS rejected_by,
    r.reason AS rejected_for
FROM links AS f
LEFT JOIN texts AS a ON a.page_id = f.page_id AND a.extraction = f.first
LEFT JOIN landed.rejections AS r ON r.page_id = f.page_id AND a.page_id IS NULL
ORDER BY f.discovered_at, f.url
