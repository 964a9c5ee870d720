-- The article that was landed from this URL, of which it is neither the key nor anything that is sorted by.
SELECT article_id FROM landed.articles WHERE url = $url OR canonical_url = $url OR amp_url = $url
UNION ALL
SELECT article_id FROM landed.fetches JOIN landed.articles USING (page_id) WHERE fetches.url = $url
LIMIT 1
