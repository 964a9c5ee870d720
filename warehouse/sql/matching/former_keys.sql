-- Articles that a redirect showed to be another one, each with that.
SELECT article_id, arg_max(cluster_id, landed_at) FROM landed.duplicates WHERE kind = 'moved' GROUP BY article_id
