-- One row is one changed text of a known article: corrections, and silent edits, which no modified date
-- or correction note announces.
-- @previous_landed_at: When the text before it landed, UTC
-- @is_silent: Whether the page kept its modified date while the text changed
SELECT
    r.article_id,
    r.revision,
    r.canonical_url,
    r.source,
    r.title,
    r.landed_at,
    before.landed_at AS previous_landed_at,
    r.modified_at,
    r.flags,
    r.modified_at IS NOT DISTINCT FROM before.modified_at AND NOT list_contains(r.flags, 'correction') AS is_silent
FROM revisions AS r
JOIN revisions AS before ON before.article_id = r.article_id AND before.revision = r.revision - 1
WHERE r.extraction = 1 AND before.extraction = 1
