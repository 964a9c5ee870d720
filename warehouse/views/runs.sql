-- One row is one run: its counts, its findings and how long it took.
-- @seconds: From the start of the run to the end of its last stage
SELECT
    *,
    date_diff('millisecond', started_at, finished_at) / 1000.0 AS seconds
FROM landed.runs
