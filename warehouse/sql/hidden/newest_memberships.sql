-- What the rows since $since say of the cluster of each of their articles: the newest counts, and one that names the
-- article itself says that it left its cluster.
SELECT article_id, cluster_id, kind, similarity
FROM landed.duplicates
WHERE landed_at > $since
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY landed_at DESC, revision DESC) = 1
