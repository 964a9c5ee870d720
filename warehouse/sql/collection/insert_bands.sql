INSERT INTO new_bands SELECT band, hash, article_key FROM signed WHERE band <> $text_band
