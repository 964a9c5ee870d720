-- The keys of every article that the batch shares a band or the whole text with.
CREATE OR REPLACE TEMP TABLE met_keys AS SELECT DISTINCT printf('%08x', key) AS key
FROM (SELECT unnest([one, two]) AS key FROM met UNION ALL FROM alike)
