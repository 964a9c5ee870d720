-- Articles whose keys are $ids, filtered: by source, language and wall where these are not null, by day of publication
-- (first seen where none is stated) from $from_day to $to_day, and without reserved rights where $open_rights.
SELECT article_id, title, source, canonical_url, language, published_at, landed_at, landed_date, wall, is_canonical
FROM articles_all
WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
    AND (is_canonical OR $copies)
    AND ($source::VARCHAR IS NULL OR source = $source)
    AND ($language::VARCHAR IS NULL OR language = $language OR starts_with(language, $language || '-'))
    AND ($wall::VARCHAR IS NULL OR wall = $wall)
    AND ($from_day::DATE IS NULL OR coalesce(published_at, discovered_at)::DATE >= $from_day::DATE)
    AND ($to_day::DATE IS NULL OR coalesce(published_at, discovered_at)::DATE <= $to_day::DATE)
    AND (NOT $open_rights OR (tdm_reserved IS NOT TRUE AND ai_train_allowed IS NOT FALSE))
