-- Texts by key.
SELECT printf('%08x', row), text FROM input WHERE row IN (SELECT unnest($rows))
