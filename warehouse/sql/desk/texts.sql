-- The latest texts of the articles whose keys are $ids, which landed on $days: texts of other days are not read.
SELECT article_id, text
FROM articles_all
WHERE landed_date IN (SELECT unnest($days::DATE[])) AND article_id IN (SELECT unnest($ids::VARCHAR[]))
