-- One row is one source on one day (UTC) of its links: counts that add up.
-- discovered = skipped + blocked + failed + unchanged + fetched; fetched = rejected + landed;
-- landed = new + revised + duplicate. A page counts where it stands today: one that was rejected and
-- later extracted again counts as landed.
-- @day: Day on which the links were seen, UTC
-- @discovered: Links seen
-- @skipped: Links not requested
-- @blocked: Links that robots.txt or network rules forbid
-- @failed: Links that gave no page
-- @unchanged: Unchanged pages
-- @fetched: Pages with something new
-- @missing: Fetched pages that are neither landed nor rejected; always 0
-- @rejected: Fetched pages that were set aside
-- @landed: Fetched pages that became an article's text
-- @new: Landed pages that are the first text of an article and copy nothing
-- @revised: Landed pages that are a further text of a known article
-- @duplicate: Landed pages that are the first text of an article that copies another
-- @bytes: Size of the responses after decompression
-- @milliseconds: Median time from request to response
WITH texts AS (
    SELECT page_id, min(article_id) AS article_id, min(revision) AS revision
    FROM landed.articles
    GROUP BY page_id
),
links AS (
    SELECT
        f.source,
        (f.discovered_at AT TIME ZONE 'UTC')::DATE AS day,
        f.outcome,
        f.bytes,
        f.milliseconds,
        f.fetched_at,
        CASE
            WHEN f.outcome <> 'fetched' THEN NULL
            WHEN t.revision > 1 THEN 'revised'
            WHEN t.page_id IS NOT NULL AND d.article_id IS NOT NULL THEN 'duplicate'
            WHEN t.page_id IS NOT NULL THEN 'new'
            WHEN r.page_id IS NOT NULL THEN 'rejected'
            ELSE 'missing'
        END AS fate
    FROM landed.fetches AS f
    LEFT JOIN texts AS t ON t.page_id = f.page_id
    LEFT JOIN memberships AS d ON d.article_id = t.article_id
    LEFT JOIN (SELECT DISTINCT page_id FROM landed.rejections) AS r ON r.page_id = f.page_id
    WHERE f.kind = 'article'
)
SELECT
    source,
    day,
    count(*) AS discovered,
    count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
    count(*) FILTER (WHERE outcome = 'blocked') AS blocked,
    count(*) FILTER (WHERE outcome = 'failed') AS failed,
    count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE outcome = 'fetched') AS fetched,
    count(*) FILTER (WHERE fate = 'missing') AS missing,
    count(*) FILTER (WHERE fate = 'rejected') AS rejected,
    count(*) FILTER (WHERE fate IN ('new', 'revised', 'duplicate')) AS landed,
    count(*) FILTER (WHERE fate = 'new') AS new,
    count(*) FILTER (WHERE fate = 'revised') AS revised,
    count(*) FILTER (WHERE fate = 'duplicate') AS duplicate,
    sum(bytes)::BIGINT AS bytes,
    median(milliseconds) FILTER (WHERE fetched_at IS NOT NULL) AS milliseconds
FROM links
GROUP BY source, day
