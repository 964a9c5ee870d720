-- Where each of these articles was last said to belong.
SELECT article_id, cluster_id, story_id, original_id FROM landed.duplicates
WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY landed_at DESC, revision DESC) = 1
