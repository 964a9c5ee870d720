-- New articles whose words another new one of the same day has.
SELECT article_id FROM new_signatures WHERE shingles >= $shingles
QUALIFY row_number() OVER (
    PARTITION BY text_hash, epoch_us(signed_at) // 86_400_000_000 ORDER BY signed_at, article_id
) > 1
