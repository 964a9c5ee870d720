-- Where the last $looks fetches of each document of a source ended, and whether they were led there for good.
SELECT url, list(final_url ORDER BY discovered_at DESC)[1:$looks],
       list(coalesce(contains(detail, $moved), false) ORDER BY discovered_at DESC)[1:$looks]
FROM landed.fetches
WHERE source = $source AND kind <> 'article' AND outcome IN ('fetched', 'unchanged')
GROUP BY url
