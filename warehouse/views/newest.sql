-- The newest text of each article that has more than one: few rows, so that joining them costs no sort.
SELECT
    article_id,
    arg_max(revision, (revision, extraction)) AS revision,
    arg_max(extraction, (revision, extraction)) AS extraction
FROM landed.articles
WHERE revision > 1 OR extraction > 1
GROUP BY article_id
