-- Articles of each source and day, copies left out.
SELECT source, landed_date, count(*) AS articles, sum(word_count) AS words
FROM articles
GROUP BY source, landed_date
ORDER BY landed_date DESC, articles DESC;
