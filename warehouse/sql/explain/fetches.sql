-- Every fetch of these URLs, and every one that ended at $url.
SELECT * FROM landed.fetches WHERE list_contains($urls, url) OR final_url = $url ORDER BY discovered_at,
    run_id
