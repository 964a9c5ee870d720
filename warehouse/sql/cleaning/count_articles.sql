-- How many articles the wanted domains have.
SELECT count(DISTINCT article_id) FROM landed.articles SEMI JOIN wanted USING (domain)
