-- Where an article stands that has more than one text or copies another; every other is its own only text.
-- Few rows, so that joining them costs little.
-- @article_key: article_id as a number
-- @revision: Newest revision; null where there is only one text
-- @extraction: Newest extraction of it; null where there is only one text
-- @cluster_id: Cluster of copies that it belongs to; null where it copies nothing
-- @kind: How it copies its cluster: exact, near or excerpt
-- @similarity: Likeness to the article that it matched, 0 to 1
SELECT article_key, revision, extraction, cluster_id, kind, similarity
FROM (
    SELECT
        article_key,
        arg_max(revision, (revision, extraction)) AS revision,
        arg_max(extraction, (revision, extraction)) AS extraction
    FROM landed.articles
    WHERE revision > 1 OR extraction > 1
    GROUP BY article_key
)
FULL JOIN (
    SELECT ('0x' || article_id)::UBIGINT AS article_key, cluster_id, kind, similarity
    FROM memberships
) USING (article_key)
