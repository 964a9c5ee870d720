-- The blocks that were cut from the wanted texts.
SELECT removed.* FROM landed.removed_blocks AS removed JOIN wanted
ON removed.article_id = wanted.article_id AND removed.revision = wanted.revision
AND removed.extraction = wanted.extraction
