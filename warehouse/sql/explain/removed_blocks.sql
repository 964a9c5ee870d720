SELECT * FROM landed.removed_blocks
WHERE article_id = $article_id AND revision = $revision AND extraction = $extraction
ORDER BY position
