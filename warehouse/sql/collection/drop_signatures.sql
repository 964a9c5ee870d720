DELETE FROM new_signatures WHERE article_id IN (SELECT printf('%08x', unnest($rows)))
