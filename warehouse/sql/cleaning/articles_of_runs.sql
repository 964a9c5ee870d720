-- The articles that those runs landed, the newest first.
SELECT domain, article_id FROM late_articles SEMI JOIN voting USING (landed_date, run_id)
GROUP BY domain, article_id ORDER BY max(landed_at) DESC, article_id
