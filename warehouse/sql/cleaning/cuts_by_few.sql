-- Of articles that landed since a day: what was cut from them while $fewest to $most stories carried it, and those
-- that have a flag, without a block.
WITH recent AS (SELECT domain, article_id, flags FROM late_articles WHERE landed_date >= $since::TIMESTAMPTZ::DATE)
SELECT domain, article_id, fingerprint FROM recent JOIN late_removed USING (article_id)
WHERE stories BETWEEN $fewest AND $most
UNION
SELECT domain, article_id, NULL FROM recent WHERE list_contains(flags, $flag)
