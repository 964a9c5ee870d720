-- The counts of a run add up, and are the counts of the rows that it lands.
SELECT 'runs ' || run_id || ': ' || discovered || ' discovered, ' || fetched || ' fetched, ' || landed || ' landed'
    AS found
FROM batch_runs
WHERE discovered <> skipped + blocked + failed + unchanged + fetched
    OR fetched <> rejected + landed
    OR landed <> new + revised + duplicate
UNION ALL
SELECT 'runs ' || r.run_id || ' says ' || r.discovered || ' discovered and ' || r.fetched || ' fetched; rows: '
    || coalesce(f.discovered, 0) || ' and ' || coalesce(f.fetched, 0)
FROM batch_runs AS r
LEFT JOIN (
    SELECT run_id, count(*) AS discovered, count(*) FILTER (WHERE outcome = 'fetched') AS fetched
    FROM batch_fetches
    WHERE kind = 'article'
    GROUP BY run_id
) AS f ON f.run_id = r.run_id
WHERE r.discovered <> coalesce(f.discovered, 0) OR r.fetched <> coalesce(f.fetched, 0)
