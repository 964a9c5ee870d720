-- Clusters with a copy that landed since $since, the largest first: their articles, who landed first, how like they are.
-- Only the articles of the $most that are shown are read.
WITH copies AS (SELECT * FROM memberships WHERE kind <> 'moved'),
recent AS (
    SELECT cluster_id, max(landed_at) AS copied_at
    FROM copies
    WHERE landed_at >= $since::TIMESTAMPTZ
    GROUP BY cluster_id
),
largest AS (
    SELECT cluster_id, any_value(copied_at) AS copied_at
    FROM copies
    JOIN recent USING (cluster_id)
    GROUP BY cluster_id
    ORDER BY count(*) DESC, copied_at DESC, cluster_id
    LIMIT $most
),
members AS (
    SELECT cluster_id, article_id, kind, similarity FROM copies SEMI JOIN largest USING (cluster_id)
    UNION ALL
    SELECT cluster_id, cluster_id, NULL, NULL FROM largest
),
texts AS (
    SELECT article_id, arg_max(title, (revision, extraction)) AS title, any_value(source) AS source,
        min(published_at) AS published_at, min(landed_at) AS landed_at
    FROM landed.articles
    SEMI JOIN members USING (article_id)
    GROUP BY article_id
)
SELECT
    cluster_id,
    count(*) AS size,
    max(title) FILTER (WHERE article_id = cluster_id) AS title,
    arg_min(source, coalesce(published_at, landed_at)) AS first_source,
    min(coalesce(published_at, landed_at)) AS first_at,
    list({article_id: article_id, source: source, kind: kind, similarity: similarity}
        ORDER BY kind IS NOT NULL, landed_at, article_id) AS members,
    min(similarity) AS least_similarity
FROM members
JOIN texts USING (article_id)
JOIN largest USING (cluster_id)
GROUP BY cluster_id
ORDER BY size DESC, any_value(copied_at) DESC, cluster_id
