-- Looks at documents since $since, in the order of time: the last of them stand in few row groups.
SELECT source, url, kind, run_id, outcome, reason, discovered_at, final_url,
       coalesce(contains(detail, $moved), false) AS is_for_good,
       outcome IN ('failed', 'blocked') AS is_lost
FROM landed.fetches
WHERE kind <> 'article' AND outcome <> 'skipped' AND discovered_at > $since
ORDER BY discovered_at
