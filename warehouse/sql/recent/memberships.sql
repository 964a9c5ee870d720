-- Since $since, which articles were copies of others, by the number in the key of a first text.
SELECT ('0x' || article_id)::UBIGINT AS text_key, cluster_id <> article_id AS is_copy, landed_at, revision
FROM landed.duplicates
WHERE landed_at > $since
