-- When the newest article of each of $sources landed.
SELECT source, max(landed_at) FROM landed.articles WHERE list_contains($sources, source) GROUP BY source
