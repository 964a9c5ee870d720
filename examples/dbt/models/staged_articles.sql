-- What the models below read of the warehouse, with a day that is never null.
SELECT
    article_id, source, title, canonical_url, language, word_count, is_free, published_at, landed_at,
    (coalesce(published_at, discovered_at) AT TIME ZONE 'UTC')::DATE AS day
FROM {{ source('news', 'articles') }}
