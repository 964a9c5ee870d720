-- The blocks of a site that two stories or more carried, most frequent first, each with the URL of one.
SELECT
    blocks.fingerprint, sum(blocks.stories)::BIGINT AS stories, sum(blocks.tail)::BIGINT,
    sum(blocks.head)::BIGINT, arg_max(blocks.sample, blocks.last_seen_at), any_value(articles.url)
FROM landed.blocks AS blocks LEFT JOIN landed.articles AS articles
ON blocks.article_id = articles.article_id AND articles.revision = 1 AND articles.extraction = 1
WHERE blocks.site = $site AND blocks.fingerprint <> 0
GROUP BY blocks.fingerprint
HAVING sum(blocks.stories) >= 2
ORDER BY stories DESC, blocks.fingerprint
