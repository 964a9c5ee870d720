SELECT DISTINCT amp_url, article_id FROM landed.articles
WHERE amp_url IN (SELECT unnest($urls::VARCHAR[])) ORDER BY ALL
