-- The outcomes of each source's newest $pages pages, and of its newest $recent_pages.
WITH newest AS (
    -- Pages of the same instant are told apart by a few bits of their hashes.
    SELECT source, arg_max(page, epoch_us(fetched_at) * 1024 + (page % 1024)::BIGINT, $pages) AS pages
    FROM recent.links
    WHERE is_fetched AND page IS NOT NULL AND discovered_at > $since
    GROUP BY source
),
ranked AS (SELECT source, unnest(pages) AS page, generate_subscripts(pages, 1) AS rank FROM newest),
texts AS (FROM recent.texts WHERE landed_date > $since::DATE),
fates AS (
    SELECT ranked.source, rank <= $recent_pages AS is_recent, reason, text_key, revision, word_count,
           list_contains($walls, coalesce(reason, '')) OR coalesce(wall, 'none') <> 'none' AS is_wall
    FROM ranked LEFT JOIN recent.refusals USING (page) LEFT JOIN texts USING (page)
),
copies AS (
    SELECT text_key FROM recent.memberships WHERE landed_at > $since
    GROUP BY text_key HAVING arg_max(is_copy, (landed_at, revision))
)
SELECT source, is_recent, count(*),
              count(*) FILTER (reason IS NOT NULL AND NOT list_contains($walls, reason) AND NOT
           list_contains($lists, reason)),
       count(*) FILTER (list_contains($lists, reason)),
       count(*) FILTER (is_wall),
       count(*) FILTER (revision IS NOT NULL AND NOT is_wall),
       median(word_count) FILTER (NOT is_wall),
       count(*) FILTER (revision = 1),
       count(*) FILTER (revision = 1 AND copies.text_key IS NOT NULL)
FROM fates LEFT JOIN copies USING (text_key) GROUP BY source, is_recent
