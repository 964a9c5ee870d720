-- The newest page that was requested at each of these URLs.
SELECT * FROM landed.pages WHERE url IN (SELECT unnest($urls::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC) = 1
ORDER BY page_id
