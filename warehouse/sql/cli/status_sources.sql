-- Counts of each source since $since, its newest article, and what landed on each day.
SELECT
    source, sum(discovered), sum(skipped), sum(blocked), sum(failed), sum(unchanged), sum(fetched),
    sum(rejected), sum(new), sum(revised), sum(duplicate),
    coalesce(any_value(cut), 0),
    any_value(latest),
    map(list(day), list(landed))
FROM source_health
LEFT JOIN (
    SELECT source, sum(removed_blocks) AS cut, max(landed_at) AS latest FROM articles_all GROUP BY source
) USING (source)
WHERE day >= $since
GROUP BY source ORDER BY source
