-- The articles of the window that some keys stand for, as they were signed last; microseconds since 1970.
SELECT article_id, revision, source, epoch_us(signed_at) FROM landed.signatures
WHERE left(article_id, 8) IN (SELECT printf('%08x', unnest($keys)::UINTEGER))
AND signed_at >= $since AND matching_version = $version
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, signed_at DESC) = 1
