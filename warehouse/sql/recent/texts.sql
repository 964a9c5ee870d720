-- The texts that landed since $since, pages as numbers.
SELECT hash(page_id) AS page, text_key, revision, wall, word_count, landed_date
FROM landed.articles
WHERE extraction = 1 AND landed_date > $since::DATE
