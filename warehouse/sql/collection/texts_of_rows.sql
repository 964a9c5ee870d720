-- Texts by key, of the rows that are wanted.
SELECT printf('%08x', row), text FROM input WHERE row IN (SELECT row FROM wanted)
