-- Every article of the wanted domains.
SELECT DISTINCT article_id FROM landed.articles SEMI JOIN wanted USING (domain) ORDER BY article_id
