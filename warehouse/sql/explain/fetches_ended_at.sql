-- Every fetch that ended at a URL.
SELECT * FROM landed.fetches WHERE final_url = $url
