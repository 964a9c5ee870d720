-- The short blocks that were cut from any text of some articles.
SELECT DISTINCT article_id, position, text FROM removed_about
WHERE article_id IN (SELECT unnest($ids)) AND length(text) <= $longest
