{{ config(materialized='table') }}
SELECT source, day, count(*) AS articles, sum(word_count) AS words
FROM {{ ref('articles') }}
GROUP BY ALL
ORDER BY ALL
