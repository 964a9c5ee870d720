-- The wanted rows in the order in which the canonical is chosen: the earliest, then the longest.
SELECT row FROM input WHERE row IN (SELECT row FROM wanted)
ORDER BY time NULLS LAST, length(text) DESC, id, row
