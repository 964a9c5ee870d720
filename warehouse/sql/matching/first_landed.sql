-- When each of these articles landed for the first time, in another run than this one: what a run lands, in
-- whatever parts, counts as landed together.
SELECT article_id, min(landed_at) FROM sought_articles
WHERE article_id IN (SELECT unnest($ids)) AND run_id <> $run_id GROUP BY ALL
