-- Every landed text of every article: one row for each article, revision and extraction.
-- @is_latest: Whether this is the newest extraction of the newest revision
-- @landed_date: Day on which the row landed, UTC; a filter on it reads the files of those days only
SELECT
    a.*,
    (newest.revision IS NULL OR (a.revision, a.extraction) = (newest.revision, newest.extraction)) AS is_latest
FROM landed.articles_by_day AS a
LEFT JOIN newest ON newest.article_id = a.article_id
