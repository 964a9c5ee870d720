-- When each of these articles was last signed, in microseconds since 1970; those of the window.
SELECT article_id, epoch_us(max(signed_at)) FROM landed.signatures
WHERE article_id IN (SELECT unnest($ids)) AND signed_at >= $since GROUP BY ALL
