-- All rows that have a band or sentence of the rows from $low up to $high.
SELECT band, hash, article_key FROM shared_bands
SEMI JOIN (FROM shared_bands WHERE article_key >= $low AND article_key < $high) USING (band, hash)
