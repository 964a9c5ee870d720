-- When the last page of each of some sources was fetched.
SELECT source, max(fetched_at) FROM landed.fetches
WHERE kind = 'article' AND outcome = 'fetched' AND discovery <> 'archive'
    AND source IN (SELECT unnest($sources::VARCHAR[]))
GROUP BY source
