-- Changed texts and metadata that landed since $since, newest first; of one source where $source is not null.
SELECT article_id, revision, kind, changed, canonical_url, source, title, landed_at, previous_landed_at, modified_at, flags, is_silent
FROM corrections
WHERE landed_at >= $since::TIMESTAMPTZ AND ($source::VARCHAR IS NULL OR source = $source)
ORDER BY landed_at DESC, article_id, revision
LIMIT $most
