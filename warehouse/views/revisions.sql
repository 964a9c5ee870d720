-- Every landed text of every article: one row for each article, revision and extraction.
-- @blocks: The text as blocks with their kind, in reading order
-- @is_latest: Whether this is the newest extraction of the newest revision
-- @cluster_id: Cluster of copies that the article belongs to today: the article_id of the cluster's canonical
-- @is_canonical: Whether the article stands for its cluster
-- @duplicate_kind: How it copies its cluster: exact, near, excerpt, or moved where it is the same article; null for a canonical
-- @similarity: Likeness to the article that it matched, 0 to 1; null for a canonical
SELECT
    a.* EXCLUDE (text_key, line_kinds),
    blocks_of(a.text, a.line_kinds) AS blocks,
    coalesce(h.is_latest, true) AS is_latest,
    coalesce(h.cluster_id, a.article_id) AS cluster_id,
    h.cluster_id IS NULL AS is_canonical,
    h.kind AS duplicate_kind,
    h.similarity
FROM landed.articles AS a
LEFT JOIN hidden AS h ON h.text_key = a.text_key
