-- The files that hold an article.
SELECT DISTINCT filename FROM read_parquet($paths, filename = true) WHERE article_id = $article_id ORDER
    BY filename
