-- Rows without an id or with that of another row.
SELECT count(*) FROM (FROM input QUALIFY id IS NULL OR count(*) OVER (PARTITION BY id) > 1)
