-- Bands and sentences that several rows have.
CREATE OR REPLACE TEMP TABLE shared_bands AS SELECT band, hash, article_key FROM new_bands
SEMI JOIN (
    SELECT band, hash FROM new_bands
    GROUP BY band, hash HAVING count(*) >= 2
) USING (band, hash)
