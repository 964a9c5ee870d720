-- The stories that most sources carry, with those who carry them.
SELECT title, size, sources, first_landed_at, last_landed_at - first_landed_at AS spread
FROM clusters
ORDER BY size DESC, first_landed_at
LIMIT 20;
