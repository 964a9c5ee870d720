-- The latest texts of the window that are no exact copies.
SELECT article_id, revision, source, text, epoch_us(landed_at)
FROM articles_all
WHERE landed_at >= $since AND duplicate_kind IS DISTINCT FROM 'exact'
ORDER BY landed_at, article_id
