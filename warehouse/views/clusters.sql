-- One row is one cluster of copies with more than one member.
-- @cluster_id: Cluster: the article_id of its canonical
-- @articles: Members, the canonical first, then in the order they landed
-- @size: Number of members
-- @original_id: Who had it first: the agency that its own text credits, else the one published earliest; the
-- canonical in lakes of before schema 2.1
-- @sources: Sources that carry it
-- @title: Headline of the canonical
-- @first_landed_at: When the first member landed, UTC
-- @last_landed_at: When the last member landed, UTC
SELECT
    cluster_id,
    coalesce(any_value(m.original_id), cluster_id) AS original_id,
    count(*) AS size,
    list(article_id ORDER BY is_canonical DESC, landed_at, article_id) AS articles,
    list_sort(list(DISTINCT source)) AS sources,
    max(title) FILTER (WHERE is_canonical) AS title,
    min(landed_at) AS first_landed_at,
    max(landed_at) AS last_landed_at
FROM articles_all
LEFT JOIN (SELECT article_id, original_id FROM memberships) AS m USING (article_id)
WHERE duplicate_kind IS DISTINCT FROM 'moved'
GROUP BY cluster_id
HAVING count(*) > 1
