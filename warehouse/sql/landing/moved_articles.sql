SELECT DISTINCT article_id FROM landed.articles WHERE former_urls IS NOT NULL
