-- The cluster that each copy belongs to today: the newest row of an article counts, and one that names the
-- article itself says that it left its cluster.
SELECT newest.*
FROM (
    SELECT *
    FROM landed.duplicates
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY landed_at DESC, revision DESC) = 1
) AS newest
WHERE newest.cluster_id <> newest.article_id
