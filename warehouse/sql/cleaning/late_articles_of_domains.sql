-- The articles of the wanted domains that landed of late, with the number of their revisions.
SELECT domain, article_id, count(DISTINCT revision) FROM late_articles SEMI JOIN wanted USING (domain)
GROUP BY domain, article_id ORDER BY article_id
