-- Every revision and extraction of an article, the latest last.
SELECT * FROM landed.articles WHERE article_id = $article_id ORDER BY revision, extraction
