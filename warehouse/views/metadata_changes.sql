-- One row is one change of a headline, byline, published date or standfirst of a known article, whether its text
-- changed with it or not: the history that edits of headlines leave.
-- @field: What changed: title, authors, published_at or description
-- @before: What stood there before; authors joined by semicolons, dates in UTC
-- @after: What stands there from then on
WITH changes AS (
    SELECT article_id, revision, source, canonical_url, landed_at, unnest(changed) AS field
    FROM landed.articles
    WHERE changed IS NOT NULL AND extraction = 1
),
stated AS (
    SELECT
        article_id, revision, extraction, title, array_to_string(authors, '; ') AS authors,
        strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S') AS published_at, description
    FROM landed.articles
    SEMI JOIN changes USING (article_id)
),
last_extractions AS (
    SELECT * FROM stated QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extraction DESC) = 1
)
SELECT
    c.article_id,
    c.revision,
    c.source,
    c.canonical_url,
    c.field,
    CASE c.field
        WHEN 'title' THEN before.title
        WHEN 'authors' THEN before.authors
        WHEN 'published_at' THEN before.published_at
        ELSE before.description
    END AS before,
    CASE c.field
        WHEN 'title' THEN after.title
        WHEN 'authors' THEN after.authors
        WHEN 'published_at' THEN after.published_at
        ELSE after.description
    END AS after,
    c.landed_at
FROM changes AS c
JOIN last_extractions AS before ON before.article_id = c.article_id AND before.revision = c.revision - 1
JOIN stated AS after ON after.article_id = c.article_id AND after.revision = c.revision AND after.extraction = 1
WHERE c.field <> 'text'
