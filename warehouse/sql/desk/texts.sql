-- The latest texts of the articles whose keys are $ids.
SELECT article_id, text
FROM articles_all
WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
