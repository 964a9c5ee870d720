-- The stories of some runs that carried each block of each site; the stories themselves are block 0.
SELECT site, fingerprint, sum(stories)::BIGINT FROM landed.blocks
WHERE run_id IN (SELECT unnest($runs::VARCHAR[])) GROUP BY ALL
