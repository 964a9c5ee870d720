-- The articles that were matched with an erased one and are none of them.
SELECT DISTINCT article_id FROM landed.duplicates
WHERE NOT list_contains($erased, article_id)
    AND list_has_any($erased, [cluster_id, story_id, matched_article_id, original_id])
