-- What publishers say about the use of their articles that landed since $since, by source.
SELECT
    source,
    count(*) AS articles,
    count(*) FILTER (WHERE NOT is_free) AS behind_walls,
    count(*) FILTER (WHERE tdm_reserved) AS tdm_reserved,
    count(*) FILTER (WHERE ai_train_allowed = false) AS training_refused,
    count(*) FILTER (WHERE ai_train_allowed) AS training_allowed,
    list_sort(list(DISTINCT license) FILTER (WHERE license IS NOT NULL)) AS licenses
FROM landed.articles
WHERE landed_date >= $since::TIMESTAMPTZ::DATE AND extraction = 1 AND revision = 1
GROUP BY source
ORDER BY source
