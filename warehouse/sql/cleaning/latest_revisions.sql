-- Each revision of the wanted articles, as it was last extracted.
SELECT * FROM sought_articles
WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extraction DESC) = 1
ORDER BY article_id, revision
