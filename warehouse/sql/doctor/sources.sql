-- Counts of each source since yesterday, and when its newest article landed.
SELECT source, max(epoch(last)), sum(skipped)::BIGINT, sum(blocked)::BIGINT, sum(failed)::BIGINT,
    sum(unchanged)::BIGINT, sum(fetched)::BIGINT, sum(new)::BIGINT, sum(revised)::BIGINT,
    sum(duplicate)::BIGINT, sum(rejected)::BIGINT
FROM source_health
LEFT JOIN (SELECT source, max(landed_at) AS last FROM landed.articles GROUP BY source) USING (source)
WHERE day >= current_date - 1
GROUP BY source ORDER BY source
