-- Those of some articles that have a flag.
SELECT DISTINCT article_id FROM sought_articles
WHERE article_id IN (SELECT unnest($ids)) AND list_contains(flags, $flag)
