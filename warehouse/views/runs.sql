-- One row is one run: its counts, its findings and how long it took.
-- A run lands in parts, each with a row of its own in landed.runs, whose counts add up.
-- @seconds: From the start of the run to the end of its last stage
SELECT
    run_id,
    if(bool_or(status = 'recovered'), 'recovered', min(status)) AS status,
    min(started_at) AS started_at,
    max(finished_at) AS finished_at,
    sum(discovered)::BIGINT AS discovered,
    sum(skipped)::BIGINT AS skipped,
    sum(blocked)::BIGINT AS blocked,
    sum(failed)::BIGINT AS failed,
    sum(unchanged)::BIGINT AS unchanged,
    sum(fetched)::BIGINT AS fetched,
    sum(rejected)::BIGINT AS rejected,
    sum(landed)::BIGINT AS landed,
    sum(new)::BIGINT AS new,
    sum(revised)::BIGINT AS revised,
    sum(duplicate)::BIGINT AS duplicate,
    sum(recleaned)::BIGINT AS recleaned,
    sum(removed_blocks)::BIGINT AS removed_blocks,
    flatten(list(findings ORDER BY finished_at)) AS findings,
    arg_max(versions, finished_at) AS versions,
    arg_max(schema_version, finished_at) AS schema_version,
    date_diff('millisecond', min(started_at), max(finished_at)) / 1000.0 AS seconds
FROM landed.runs
GROUP BY run_id
