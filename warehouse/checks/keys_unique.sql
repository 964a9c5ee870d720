-- A key stands for one row: in the batch, and together with what has landed.
SELECT 'articles ' || article_id || ' revision ' || revision || ' extraction ' || extraction AS found
FROM (
    SELECT article_id, revision, extraction FROM batch_articles
    UNION ALL
    SELECT article_id, revision, extraction FROM history_articles
    WHERE article_id IN (SELECT article_id FROM batch_articles)
)
GROUP BY article_id, revision, extraction
HAVING count(*) > 1
UNION ALL
SELECT 'fetches ' || fetch_id || ' ' || any_value(url)
FROM (
    SELECT fetch_id, url FROM batch_fetches
    UNION ALL
    SELECT fetch_id, url FROM history_fetches
)
GROUP BY fetch_id
HAVING count(*) > 1
UNION ALL
SELECT 'pages ' || page_id
FROM (
    SELECT page_id FROM batch_pages
    UNION ALL
    SELECT page_id FROM history_pages WHERE page_id IN (SELECT page_id FROM batch_pages)
)
GROUP BY page_id
HAVING count(*) > 1
UNION ALL
SELECT 'removed_blocks ' || article_id || ' position ' || position
FROM batch_removed_blocks
GROUP BY article_id, revision, extraction, position
HAVING count(*) > 1
