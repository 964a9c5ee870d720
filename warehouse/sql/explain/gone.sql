-- Each time that the page of an article was not there.
SELECT url, status, gone_at, back_at FROM gone_articles WHERE article_id = $article_id ORDER BY gone_at
