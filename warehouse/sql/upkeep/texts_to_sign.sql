-- The latest texts of the window that are no exact copies, and no former keys of others.
SELECT landed_date, article_id, revision, extraction
FROM articles_all
WHERE landed_at >= $since AND coalesce(duplicate_kind, 'own') NOT IN ('exact', 'moved')
ORDER BY landed_at, article_id
