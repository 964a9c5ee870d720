-- Stories that carried each wanted block of a site, seen within $seconds of the site's latest story or $ever.
WITH latest AS (SELECT site, max(epoch(last_seen_at)) AS at FROM landed.blocks GROUP BY site)
SELECT blocks.site, blocks.fingerprint, sum(blocks.stories)::BIGINT AS stories
FROM landed.blocks AS blocks JOIN latest ON blocks.site = latest.site
WHERE ($ever OR epoch(blocks.last_seen_at) >= latest.at - $seconds)
  AND (blocks.site, blocks.fingerprint) IN (SELECT (site, fingerprint) FROM wanted)
GROUP BY ALL
