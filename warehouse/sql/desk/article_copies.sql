-- The other articles of the cluster of $article_id, the canonical first, then in the order they landed.
SELECT article_id, source, canonical_url, title, is_canonical, duplicate_kind, similarity, published_at, landed_at
FROM copies_of($article_id)
