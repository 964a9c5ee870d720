-- The batch, and what of the history it shares bands with. Of the history only each article's newest text
-- counts: its words are compared by their hash alone.
CREATE OR REPLACE TEMP TABLE around AS
SELECT article_id, left(article_id, 8) AS key, revision, text_hash, shingles, signed_at, days
FROM new_signatures
UNION ALL
SELECT article_id, left(article_id, 8), revision, text_hash, shingles, signed_at, NULL FROM landed.signatures
WHERE left(article_id, 8) IN (FROM met_keys) AND signed_at >= $since AND matching_version = $version
AND article_id NOT IN (SELECT article_id FROM new_signatures)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, signed_at DESC) = 1
