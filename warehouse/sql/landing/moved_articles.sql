-- The articles that moved from or to one of these URLs.
SELECT DISTINCT article_id FROM landed.articles
WHERE former_urls IS NOT NULL AND list_has_any(list_append(former_urls, canonical_url), $urls::VARCHAR[])
