-- Memberships of the articles that duplicate one.
SELECT * FROM landed.duplicates WHERE cluster_id = $article_id ORDER BY landed_at, article_id, revision
