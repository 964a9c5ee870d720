-- The latest text of every article, copies included.
-- @cluster_id: Cluster of copies that the article belongs to: the article_id of the cluster's canonical
-- @is_canonical: Whether the article stands for its cluster
-- @duplicate_kind: How it copies its cluster: exact, near or excerpt; null for a canonical
-- @similarity: Likeness to the article that it matched, 0 to 1; null for a canonical
SELECT
    r.* EXCLUDE (is_latest),
    coalesce(d.cluster_id, r.article_id) AS cluster_id,
    d.cluster_id IS NULL AS is_canonical,
    d.kind AS duplicate_kind,
    d.similarity
FROM revisions AS r
LEFT JOIN memberships AS d ON d.article_id = r.article_id
WHERE r.is_latest
