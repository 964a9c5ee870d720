-- One row is one revision after the first: a changed text or changed metadata of a known article. Corrections,
-- and silent edits, which neither a new modified date nor a new note announces.
-- @kind: text, or metadata where the text stayed
-- @changed: What changed: text, title, authors, published_at, description; null before schema 2.1
-- @previous_landed_at: When the revision before it landed first, UTC
-- @is_silent: True where the page states dates and changed without a new one or a new note; false where either
-- announces it; null where the page states no date, so that it is not known
WITH edited AS (SELECT DISTINCT article_id FROM landed.articles WHERE revision > 1),
rows AS (
    SELECT
        article_id, revision, extraction, canonical_url, source, title, landed_at, modified_at, published_origin, flags,
        changed, correction_note
    FROM landed.articles
    SEMI JOIN edited USING (article_id)
),
last_extractions AS (
    SELECT
        article_id, revision, modified_at, correction_note,
        min(landed_at) OVER (PARTITION BY article_id, revision) AS first_landed_at
    FROM rows
    QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extraction DESC) = 1
)
SELECT
    r.article_id,
    r.revision,
    if(r.changed IS NULL OR list_contains(r.changed, 'text'), 'text', 'metadata') AS kind,
    r.changed,
    r.canonical_url,
    r.source,
    r.title,
    r.landed_at,
    before.first_landed_at AS previous_landed_at,
    r.modified_at,
    r.flags,
    r.correction_note,
    CASE
        WHEN r.correction_note IS NOT NULL AND r.correction_note IS DISTINCT FROM before.correction_note THEN false
        WHEN r.modified_at > coalesce(before.modified_at, '-infinity'::TIMESTAMPTZ) THEN false
        WHEN coalesce(r.modified_at, before.modified_at) IS NOT NULL OR r.published_origin IN ('jsonld', 'meta') THEN true
    END AS is_silent
FROM rows AS r
JOIN last_extractions AS before ON before.article_id = r.article_id AND before.revision = r.revision - 1
WHERE r.extraction = 1
