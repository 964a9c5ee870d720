-- Sources of which less than nine in ten links became a page or were known, over the last week there is.
SELECT source, sum(discovered) AS discovered, sum(failed) AS failed, sum(rejected) AS rejected
FROM source_health
WHERE day > (SELECT max(day) FROM source_health) - 7
GROUP BY source
HAVING sum(failed) > 0.1 * sum(discovered)
ORDER BY failed DESC;
