-- The runs of the latest parts that re-cleaned $most landed articles or more, so that further ones may wait, with
-- their start. A part that re-cleaned fewer left none; one that only re-cleaned may be a rebuild, which says nothing.
WITH settled AS (
    SELECT max(finished_at) AS finished_at FROM landed.runs
    WHERE recleaned < $most AND (discovered > 0 OR recleaned = 0)
)
SELECT run_id, min(started_at) FROM landed.runs
WHERE recleaned >= $most
    AND finished_at > coalesce((SELECT finished_at FROM settled), '-infinity'::TIMESTAMPTZ)
GROUP BY run_id ORDER BY run_id
