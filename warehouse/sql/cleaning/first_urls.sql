-- The URLs of the first texts of some articles.
SELECT article_id, url FROM landed.articles
WHERE revision = 1 AND extraction = 1 AND article_id IN (SELECT unnest($articles::VARCHAR[]))
