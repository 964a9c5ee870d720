-- Of some blocks of a site the latest text, and the article that it stood in.
SELECT fingerprint, arg_max(sample, last_seen_at), arg_max(article_id, last_seen_at)
FROM landed.blocks
WHERE site = $site AND fingerprint IN (SELECT unnest($fingerprints::UBIGINT[]))
GROUP BY fingerprint
