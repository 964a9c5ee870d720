-- Pages whose row in `fetches` is lost, and whether they are in another table.
SELECT p.page_id, p.run_id, p.source, p.url, p.final_url, p.fetched_at, p.status, p.body_hash,
    octet_length(p.body) AS bytes, p.discovery, p.discovery_url, p.discovered_at,
    EXISTS (FROM landed.articles AS a WHERE a.page_id = p.page_id)
        OR EXISTS (FROM landed.rejections AS r WHERE r.page_id = p.page_id) AS landed
FROM landed.pages AS p
ANTI JOIN landed.fetches AS f ON f.page_id = p.page_id
ORDER BY p.page_id
