-- The learned model: one row is one block that a site's stories share, over all runs.
-- @stories: Distinct stories that carried it
-- @tail_share: Share of them where it stood at the tail
-- @head_share: Share of them where it stood at the head
-- @runs: Runs that observed it
SELECT
    b.site,
    b.fingerprint,
    sum(b.stories)::BIGINT AS stories,
    sum(b.tail) / sum(b.stories) AS tail_share,
    sum(b.head) / sum(b.stories) AS head_share,
    max(b.chars) AS chars,
    arg_max(b.sample, b.last_seen_at) AS sample,
    max(b.last_seen_at) AS last_seen_at,
    count(DISTINCT b.run_id) AS runs
FROM landed.blocks AS b
WHERE b.fingerprint <> 0
GROUP BY b.site, b.fingerprint
HAVING sum(b.stories) > 1
