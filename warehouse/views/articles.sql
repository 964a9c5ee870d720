-- The latest text of every article, one article for each cluster of copies: the first that was seen.
-- @blocks: The text as blocks with their kind, in reading order
-- @cluster_id: Cluster of copies that the article stands for: its own article_id
SELECT
    a.* EXCLUDE (text_key, line_kinds),
    blocks_of(a.text, a.line_kinds) AS blocks,
    a.article_id AS cluster_id
FROM landed.articles AS a
ANTI JOIN hidden AS h ON h.text_key = a.text_key
