-- What a row refers to is there, in the batch or among what has landed.
WITH articles AS (
    SELECT article_id FROM batch_articles
    UNION ALL
    SELECT article_id FROM history_articles
)
SELECT 'articles ' || article_id || ' page ' || page_id AS found
FROM batch_articles
WHERE extraction = 1 AND page_id NOT IN (SELECT page_id FROM batch_pages)
    AND page_id NOT IN (SELECT page_id FROM history_pages)
UNION ALL
SELECT 'fetches ' || fetch_id || ' page ' || page_id
FROM batch_fetches
WHERE outcome = 'fetched' AND kind = 'article'
    AND (page_id IS NULL OR page_id NOT IN (SELECT page_id FROM batch_pages))
UNION ALL
SELECT 'duplicates ' || article_id || ' in cluster ' || cluster_id || ' of ' || matched_article_id
FROM batch_duplicates
WHERE article_id NOT IN (SELECT article_id FROM articles)
    OR cluster_id NOT IN (SELECT article_id FROM articles)
    OR matched_article_id NOT IN (SELECT article_id FROM articles)
UNION ALL
SELECT 'removed_blocks ' || article_id || ' revision ' || revision || ' extraction ' || extraction
FROM batch_removed_blocks
WHERE (article_id, revision, extraction) NOT IN (SELECT (article_id, revision, extraction) FROM batch_articles)
