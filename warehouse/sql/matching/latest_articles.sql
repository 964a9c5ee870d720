-- What matching needs of the latest text of some articles, discovered when the first was.
SELECT
    article_id, revision, source, published_at, min(discovered_at) OVER (PARTITION BY article_id),
    word_count, domain, published_precision
FROM sought_articles
WHERE article_id IN (SELECT unnest($ids))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
