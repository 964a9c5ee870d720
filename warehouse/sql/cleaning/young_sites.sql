-- Of the sites whose stories are the wanted blocks: when the earliest was seen, where the latest was seen no more
-- than $seconds after it, so that nothing of the site is forgotten.
SELECT site, min(last_seen_at) FROM votes GROUP BY site
HAVING epoch(max(last_seen_at)) - epoch(min(last_seen_at)) <= $seconds
