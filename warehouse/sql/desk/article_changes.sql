-- Paragraphs that each further revision of the article $article_id added, removed or changed.
SELECT revision, landed_at, change, before, after
FROM revision_diff($article_id)
