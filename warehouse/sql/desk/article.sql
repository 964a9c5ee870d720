-- Every revision and extraction of the article $article_id, the latest last.
SELECT *
FROM revisions
WHERE article_id = $article_id
ORDER BY revision, extraction
