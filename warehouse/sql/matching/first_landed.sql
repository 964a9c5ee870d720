-- When each of these articles landed for the first time, in another run than this one: what a run lands, in
-- whatever parts, counts as landed together.
SELECT article_id, min(landed_at) FROM landed.articles SEMI JOIN sought USING (landed_date, text_key)
WHERE article_id IN (SELECT unnest($ids)) AND run_id <> $run_id GROUP BY ALL
