-- Those of these articles that are new in a run, by their source.
SELECT article_id, source FROM sought_articles
WHERE article_id IN (SELECT unnest($ids)) AND revision = 1 AND extraction = 1 AND run_id = $run_id
