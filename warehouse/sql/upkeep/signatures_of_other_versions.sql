SELECT count(*) FROM landed.signatures
WHERE signed_at >= $since AND matching_version IS DISTINCT FROM $version
