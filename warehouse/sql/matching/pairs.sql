-- Every row about pairs with an end among these articles, in the order in which they were found.
SELECT article_id, other_id, kind, similarity, resemblance, reason FROM landed.pairs
WHERE article_id IN (SELECT unnest($ids)) OR other_id IN (SELECT unnest($ids))
ORDER BY found_at
