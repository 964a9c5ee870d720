-- Counts of each source since $since, and when its newest article since then landed.
SELECT source, max(last), sum(skipped)::BIGINT, sum(blocked)::BIGINT, sum(failed)::BIGINT,
    sum(unchanged)::BIGINT, sum(fetched)::BIGINT, sum(new)::BIGINT, sum(revised)::BIGINT,
    sum(duplicate)::BIGINT, sum(rejected)::BIGINT
FROM source_health
LEFT JOIN (SELECT source, max(landed_at) AS last FROM landed.articles GROUP BY source) USING (source)
WHERE day >= $since
GROUP BY source ORDER BY source
