-- The blocks that were cut from the wanted texts.
SELECT removed.* FROM removed_about AS removed JOIN wanted
ON removed.article_id = wanted.article_id AND removed.revision = wanted.revision
AND removed.extraction = wanted.extraction
