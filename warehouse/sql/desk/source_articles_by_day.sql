-- Articles of $source by the day (UTC) on which they landed since $since, and how many of them copy another.
SELECT a.landed_date AS day, count(*) AS articles, count(m.article_id) AS copies,
    count(*) - count(m.article_id) AS others
FROM landed.articles AS a
LEFT JOIN memberships AS m ON m.article_id = a.article_id
WHERE a.source = $source AND a.landed_date >= $since::TIMESTAMPTZ::DATE AND a.revision = 1 AND a.extraction = 1
GROUP BY day
ORDER BY day
