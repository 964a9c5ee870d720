-- The cluster that each copy belongs to today, by what is new and what was known.
CREATE TEMP VIEW memberships AS
SELECT * FROM newest WHERE cluster_id <> article_id
UNION ALL
SELECT * FROM former WHERE article_id NOT IN (SELECT article_id FROM newest)
