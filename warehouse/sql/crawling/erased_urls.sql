-- The hashes of every URL that was taken down.
SELECT DISTINCT url_hash FROM landed.erasures WHERE url_hash <> '' ORDER BY url_hash
