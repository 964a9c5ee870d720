-- The articles of a search, without copies unless $copies.
SELECT article_id, title, source, canonical_url, published_at, text
FROM articles_all
WHERE list_contains($ids, article_id) AND (is_canonical OR $copies)
