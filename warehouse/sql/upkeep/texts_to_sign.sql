-- The latest texts of the window that are no exact copies, and no former keys of others.
SELECT article_id, revision, source, text, epoch_us(landed_at)
FROM articles_all
WHERE landed_at >= $since AND coalesce(duplicate_kind, 'own') NOT IN ('exact', 'moved')
ORDER BY landed_at, article_id
