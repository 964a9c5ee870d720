-- A block that this batch cut as a promo from one article of a source is not left in another.
-- An article that cleaning kept whole is flagged and may keep its promos.
SELECT DISTINCT 'articles ' || a.article_id || ': ' || left(a.block, 60) AS found
FROM (
    SELECT article_id, source, unnest(blocks).text AS block
    FROM batch_texts
    WHERE NOT list_contains(flags, 'kept_whole')
) AS a
JOIN batch_removed_blocks AS r ON r.source = a.source AND r.text = a.block
WHERE r.kind IN ('promo', 'newsletter')
