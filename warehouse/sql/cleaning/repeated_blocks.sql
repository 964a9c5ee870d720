-- The blocks of a site that two stories or more carried, most frequent first.
SELECT fingerprint, sum(stories)::BIGINT AS stories, sum(tail)::BIGINT, sum(head)::BIGINT
FROM landed.blocks
WHERE site = $site AND fingerprint <> 0
GROUP BY fingerprint
HAVING sum(stories) >= 2
ORDER BY stories DESC, fingerprint
