-- What an article was said to duplicate, the latest last.
SELECT * FROM landed.duplicates WHERE article_id = $article_id ORDER BY revision
