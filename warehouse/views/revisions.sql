-- Every landed text of every article: one row for each article, revision and extraction.
-- @is_latest: Whether this is the newest extraction of the newest revision
-- @cluster_id: Cluster of copies that the article belongs to today: the article_id of the cluster's canonical
-- @is_canonical: Whether the article stands for its cluster
-- @duplicate_kind: How it copies its cluster: exact, near or excerpt; null for a canonical
-- @similarity: Likeness to the article that it matched, 0 to 1; null for a canonical
SELECT
    a.*,
    s.revision IS NULL OR (a.revision, a.extraction) = (s.revision, s.extraction) AS is_latest,
    coalesce(s.cluster_id, a.article_id) AS cluster_id,
    s.cluster_id IS NULL AS is_canonical,
    s.kind AS duplicate_kind,
    s.similarity
FROM landed.articles AS a
LEFT JOIN standings AS s ON s.article_key = a.article_key
