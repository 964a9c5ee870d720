-- One row is one text that `articles` leaves out: a newer one of its article landed, or the article copies
-- another. Every other text is the latest of an article that stands for itself. Few rows, so that to leave
-- them out costs little.
-- @text_key: The text, as in landed.articles
-- @is_latest: Whether this is the newest extraction of the newest revision
-- @cluster_id: Cluster of copies that the article belongs to; null where it copies nothing
-- @kind: How it copies its cluster: exact, near, excerpt or moved
-- @similarity: Likeness to the article that it matched, 0 to 1
WITH copies AS MATERIALIZED (SELECT article_id, cluster_id, kind, similarity FROM memberships),
further AS (
    SELECT article_id, text_key, revision, extraction FROM landed.articles WHERE revision > 1 OR extraction > 1
),
newest AS (SELECT article_id, max((revision, extraction)) AS number FROM further GROUP BY article_id),
texts AS (
    SELECT article_id, text_key, (revision, extraction) = number AS is_latest FROM further JOIN newest USING (article_id)
    UNION ALL
    -- The key of a first text is the number in article_id.
    SELECT article_id, ('0x' || article_id)::UBIGINT, newest.article_id IS NULL
    FROM (SELECT article_id FROM newest UNION SELECT article_id FROM copies)
    LEFT JOIN newest USING (article_id)
)
SELECT text_key, is_latest, cluster_id, kind, similarity
FROM texts
LEFT JOIN copies USING (article_id)
WHERE NOT is_latest OR cluster_id IS NOT NULL
