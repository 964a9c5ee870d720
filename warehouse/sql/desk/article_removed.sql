-- The blocks that were cut from one text of the article $article_id, in their places.
SELECT position, place, kind, reason, text, block_kind
FROM landed.removed_blocks
WHERE article_id = $article_id AND revision = $revision AND extraction = $extraction
ORDER BY position
