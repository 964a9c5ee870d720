-- A block that this batch cut as a promo from one article of a source is not left in another.
-- An article that cleaning kept whole is flagged and may keep its promos.
-- A small share is tolerated (see warehouse/checks/checking.py), for the same block can rightly be cut here and left
-- there: with just enough evidence it goes at the tail and stays where it stands alone between paragraphs; what
-- a page's markup sets apart goes on that page only; phrases of forms count at the tail only; and a source may
-- have several sites, each with a model of its own. To be exact, the check would have to be cleaning itself
-- once more, and would then find nothing. It is there for a stage that does not cut at all.
SELECT DISTINCT 'articles ' || a.article_id || ': ' || left(a.block, 60) AS found
FROM (
    SELECT article_id, source, unnest(blocks_of(text, line_kinds)).text AS block
    FROM batch_texts
    WHERE NOT list_contains(flags, 'kept_whole')
) AS a
JOIN batch_removed_blocks AS r ON r.source = a.source AND r.text = a.block
WHERE r.kind IN ('promo', 'newsletter')
