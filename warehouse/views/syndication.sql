-- One row is one copy of a story that another article had first: who had it, who took it, how much later, and
-- how much of it. Articles of one cluster; the canonical is among the copies where it is not the original.
-- @cluster_id: Cluster of copies: the article_id of the canonical, which `articles` shows
-- @original_id: Article that had the story first
-- @copy_id: Article that carries it too
-- @original_source: Source of the original
-- @copy_source: Source of the copy
-- @original_url: URL of the original
-- @copy_url: URL of the copy
-- @kind: How the copy is like what it matched: exact, near or excerpt; own: it is the canonical
-- @delay_minutes: From the original's published date to the copy's; null where either states none or a day only
-- @share_taken: Share of the original's words that the copy carries, 0 to 1; null where the two were never
-- compared with each other
WITH copies AS (
    SELECT article_id, cluster_id, coalesce(original_id, cluster_id) AS original_id, kind
    FROM memberships WHERE kind <> 'moved'
    UNION ALL
    SELECT DISTINCT cluster_id, cluster_id, coalesce(original_id, cluster_id), 'own'
    FROM memberships WHERE kind <> 'moved'
),
members AS (
    SELECT
        article_id, source, canonical_url, word_count, content_hash,
        if(published_precision = 'day', NULL, published_at) AS published_at
    FROM articles_all
    WHERE article_id IN (SELECT article_id FROM copies)
),
compared AS (
    SELECT
        least(article_id, other_id) AS one,
        greatest(article_id, other_id) AS two,
        arg_max(resemblance, found_at) AS resemblance
    FROM landed.pairs
    GROUP BY ALL
)
SELECT
    c.cluster_id,
    c.original_id,
    c.article_id AS copy_id,
    o.source AS original_source,
    m.source AS copy_source,
    o.canonical_url AS original_url,
    m.canonical_url AS copy_url,
    c.kind,
    date_diff('minute', o.published_at, m.published_at) AS delay_minutes,
    CASE
        WHEN o.content_hash = m.content_hash THEN 1.0
        -- Of the words of both, resemblance are shared: as many words, by the original's.
        WHEN p.resemblance IS NOT NULL THEN round(least(
            1.0, p.resemblance / (1 + p.resemblance) * (o.word_count + m.word_count) / greatest(o.word_count, 1)
        ), 4)
    END AS share_taken
FROM copies AS c
JOIN members AS o ON o.article_id = c.original_id
JOIN members AS m ON m.article_id = c.article_id
LEFT JOIN compared AS p
    ON p.one = least(c.article_id, c.original_id) AND p.two = greatest(c.article_id, c.original_id)
WHERE c.article_id <> c.original_id
