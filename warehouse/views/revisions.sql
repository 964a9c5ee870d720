-- Every landed text of every article: one row for each article, revision and extraction.
-- @is_latest: Whether this is the newest extraction of the newest revision
-- @landed_date: Day on which the row landed, UTC
SELECT
    a.*,
    (a.landed_at AT TIME ZONE 'UTC')::DATE AS landed_date,
    (newest.revision IS NULL OR (a.revision, a.extraction) = (newest.revision, newest.extraction)) AS is_latest
FROM landed.articles AS a
-- Few articles have a second text: the join's build side stays small, and a scan needs no sort.
LEFT JOIN (
    SELECT article_id, arg_max(revision, (revision, extraction)) AS revision,
        arg_max(extraction, (revision, extraction)) AS extraction
    FROM landed.articles
    WHERE revision > 1 OR extraction > 1
    GROUP BY article_id
) AS newest ON newest.article_id = a.article_id
