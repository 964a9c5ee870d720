-- The latest texts of the wanted domains: the newest $most of each domain.
WITH latest AS (
    SELECT domain, article_id, text_key, landed_at FROM landed.articles SEMI JOIN wanted USING (domain)
    QUALIFY landed.is_latest_text(article_id, revision, extraction)
),
chosen AS (
    SELECT text_key FROM latest
    QUALIFY row_number() OVER (PARTITION BY domain ORDER BY landed_at DESC, article_id) <= $most
)
SELECT * FROM landed.articles SEMI JOIN chosen USING (text_key)
