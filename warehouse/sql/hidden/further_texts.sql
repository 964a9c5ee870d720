-- The articles of which another text than the first landed since $since.
SELECT DISTINCT article_id FROM landed.articles WHERE landed_at > $since AND (revision > 1 OR extraction > 1)
