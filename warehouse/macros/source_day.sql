-- The outcomes of a source's links on one day (UTC): the outcome of each, and the article or the
-- rejection that came of it.
CREATE MACRO main.source_day(wanted, on_day) AS TABLE
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
FROM landed.fetches AS f
LEFT JOIN (SELECT * FROM revisions WHERE extraction = 1) AS a ON a.page_id = f.page_id
LEFT JOIN landed.rejections AS r ON r.page_id = f.page_id AND a.page_id IS NULL
WHERE f.kind = 'article' AND f.source = wanted AND (f.discovered_at AT TIME ZONE 'UTC')::DATE = on_day::DATE
ORDER BY f.discovered_at, f.url
