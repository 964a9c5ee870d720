-- Every article of the wanted domains, as their latest rows landed: rows that are read together stand together.
SELECT article_id FROM landed.articles SEMI JOIN wanted USING (domain)
GROUP BY article_id ORDER BY max(landed_at), article_id
