-- Stories that carried each wanted block of a site, seen within $seconds of the site's latest story or $ever.
WITH latest AS (SELECT site, max(epoch(last_seen_at)) AS at FROM votes WHERE fingerprint = 0 GROUP BY site)
SELECT votes.site, votes.fingerprint, sum(votes.stories)::BIGINT AS stories
FROM votes JOIN latest ON votes.site = latest.site
WHERE $ever OR epoch(votes.last_seen_at) >= latest.at - $seconds
GROUP BY ALL
