-- What pages of a batch are compared with, of the articles that they may be.
SELECT article_id, canonical_url, identity_reason, coalesce(former_urls, []), url, title, text,
    min(landed_at) OVER (PARTITION BY article_id)
FROM sought_articles
WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY landed.is_latest_text(article_id, revision, extraction)
