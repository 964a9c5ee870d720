-- The bands and sentences whose hash is from $low up to $high.
SELECT band, hash, article_key FROM new_bands WHERE hash >= $low AND hash < $high AND band <> $text_band
