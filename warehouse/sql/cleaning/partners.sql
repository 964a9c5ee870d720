-- Of each document the $partners landed articles of its site that share the most distinctive blocks with it.
WITH carriers AS (
    SELECT
        site, fingerprint, article_id,
        greatest(sum(stories) OVER (PARTITION BY site, fingerprint), 1) AS stories
    FROM votes WHERE fingerprint <> 0
)
SELECT DISTINCT wanted.site, carriers.article_id
FROM wanted JOIN carriers ON wanted.site = carriers.site AND wanted.fingerprint = carriers.fingerprint
GROUP BY wanted.site, wanted.document, carriers.article_id
QUALIFY row_number() OVER (
    PARTITION BY wanted.site, wanted.document ORDER BY sum(1 / carriers.stories) DESC, carriers.article_id
) <= $partners
