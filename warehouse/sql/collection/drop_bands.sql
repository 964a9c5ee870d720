DELETE FROM new_bands WHERE article_key IN (SELECT unnest($rows))
