-- The fetched page $page_id as it came, for as long as pages are kept.
SELECT final_url, content_type, body, fetched_at
FROM landed.pages
WHERE page_id = $page_id
LIMIT 1
