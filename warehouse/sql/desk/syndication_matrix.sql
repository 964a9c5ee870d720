-- Which source copies which: copies that landed since $since, by the source of the copy and of what it matched.
WITH copies AS (
    SELECT article_id, cluster_id FROM memberships WHERE landed_at >= $since::TIMESTAMPTZ AND kind <> 'moved'
),
sources AS (
    SELECT article_id, any_value(source) AS source
    FROM landed.articles
    WHERE article_id IN (SELECT article_id FROM copies UNION ALL SELECT cluster_id FROM copies)
    GROUP BY article_id
)
SELECT taken.source AS copied_by, original.source AS copied_from, count(*) AS articles
FROM copies
JOIN sources AS taken ON taken.article_id = copies.article_id
JOIN sources AS original ON original.article_id = copies.cluster_id
GROUP BY ALL
ORDER BY articles DESC, copied_by, copied_from
