-- The blocks that were cut from the wanted articles because several stories carried them.
SELECT DISTINCT article_id, fingerprint FROM landed.removed_blocks SEMI JOIN wanted USING (article_id)
WHERE stories >= 2
