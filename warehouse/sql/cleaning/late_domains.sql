-- The domains of articles that landed of late.
SELECT DISTINCT domain FROM late_articles ORDER BY domain
