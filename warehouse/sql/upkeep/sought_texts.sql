-- The texts to sign of some rows, `sought`, in their order.
SELECT article_id, revision, source, text, epoch_us(landed_at)
FROM landed.articles SEMI JOIN sought USING (landed_date, article_id, revision, extraction)
ORDER BY landed_at, article_id
