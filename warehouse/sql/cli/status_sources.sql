-- Counts of each source since $since, its newest article since then, and what landed on each day. Rows of long before
-- $since are not needed: an article lands after its link was seen.
SELECT
    source, sum(discovered), sum(skipped), sum(blocked), sum(failed), sum(unchanged), sum(fetched),
    sum(rejected), sum(new), sum(revised), sum(duplicate),
    coalesce(any_value(cut), 0),
    any_value(latest),
    map(list(day), list(landed))
FROM source_health
LEFT JOIN (
    SELECT source, sum(removed_blocks) FILTER (WHERE landed_at >= $since::TIMESTAMPTZ) AS cut, max(landed_at) AS latest
    FROM (FROM landed.articles QUALIFY landed.is_latest_text(article_id, revision, extraction))
    GROUP BY source
) USING (source)
WHERE day >= $since
GROUP BY source ORDER BY source
