-- The articles that were named with a vote.
SELECT DISTINCT article_id FROM votes
