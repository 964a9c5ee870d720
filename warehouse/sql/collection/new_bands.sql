CREATE OR REPLACE TABLE new_bands AS SELECT band, hash, article_key FROM landed.bands
