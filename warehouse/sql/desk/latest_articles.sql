-- The articles that landed last since $since, newest first, copies left out; of one source where $source is not null.
SELECT article_id, canonical_url, title, source, published_at, landed_at, revision, wall, word_count
FROM articles
WHERE landed_date >= $since::TIMESTAMPTZ::DATE AND landed_at >= $since::TIMESTAMPTZ
    AND ($source::VARCHAR IS NULL OR source = $source)
ORDER BY landed_at DESC, published_at DESC NULLS LAST, article_id
LIMIT $most
