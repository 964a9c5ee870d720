-- Every other article of the cluster that an article belongs to: who carries it, how like it is, since when.
CREATE MACRO main.copies_of(wanted) AS TABLE
SELECT
    article_id,
    source,
    canonical_url,
    title,
    is_canonical,
    duplicate_kind,
    similarity,
    published_at,
    landed_at
FROM articles_all
WHERE article_id <> wanted AND article_id IN (
    WITH cluster AS (
        SELECT coalesce((SELECT cluster_id FROM memberships WHERE article_id = wanted), wanted) AS cluster_id
    )
    SELECT article_id FROM memberships JOIN cluster USING (cluster_id) WHERE kind <> 'moved'
    UNION ALL
    SELECT cluster_id FROM cluster
)
ORDER BY is_canonical DESC, landed_at, article_id
