-- Whether an article of this key has landed: of most files its Bloom filters say so.
SELECT EXISTS (FROM landed.articles WHERE article_id = $article_id)
