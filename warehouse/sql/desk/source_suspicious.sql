-- Articles of $source that landed since $since although something about them is odd: a title that several share, very
-- few words, a URL whose path is short or a list's.
WITH recent AS (
    SELECT
        article_id, title, canonical_url, word_count, landed_at,
        count(*) OVER (PARTITION BY title) AS same_title
    FROM articles_all
    WHERE source = $source AND landed_date >= $since::TIMESTAMPTZ::DATE
),
judged AS (
    SELECT
        *,
        list_filter(
            [
                CASE WHEN title IS NULL THEN 'no title' END,
                CASE WHEN same_title > 2 AND title IS NOT NULL THEN 'title stands on ' || same_title || ' articles' END,
                CASE WHEN word_count < 60 THEN 'only ' || word_count || ' words' END,
                CASE WHEN regexp_matches(canonical_url, '^https?://[^/]+/?$') THEN 'URL of a front page' END,
                CASE
                    WHEN regexp_matches(lower(canonical_url), '/(tags?|categor(y|ies)|authors?|topics?|page)/[^/]*/?$')
                    THEN 'URL of a list'
                END
            ],
            lambda reason: reason IS NOT NULL
        ) AS reasons
    FROM recent
)
SELECT article_id, title, canonical_url, landed_at, reasons
FROM judged
WHERE len(reasons) > 0
ORDER BY len(reasons) DESC, landed_at DESC, article_id
LIMIT $most
