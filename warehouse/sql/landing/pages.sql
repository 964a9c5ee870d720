-- The pages of these ids.
SELECT * FROM landed.pages WHERE page_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY page_id
