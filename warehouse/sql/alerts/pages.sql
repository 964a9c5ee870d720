-- The outcomes of each source's newest $pages pages, and of its newest $recent_pages. Of the days, those that
-- hold so many are read.
WITH days AS (
    SELECT source, epoch_us(fetched_at) // 86_400_000_000 AS day, count(*) AS pages FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND page_id IS NOT NULL
      AND discovery <> 'archive' AND discovered_at > $since
    GROUP BY ALL
),
newest AS (
    SELECT source, day FROM days
    QUALIFY coalesce(sum(pages) OVER (
        PARTITION BY source ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) < $pages
),
since AS (SELECT source, make_timestamptz(min(day) * 86_400_000_000) AS moment FROM newest GROUP BY source),
ranked AS (
    SELECT source, page_id, row_number() OVER (PARTITION BY source ORDER BY fetched_at DESC, url) AS rank
    FROM landed.fetches JOIN since USING (source)
    WHERE kind = 'article' AND outcome = 'fetched' AND page_id IS NOT NULL
      AND discovery <> 'archive' AND discovered_at > $since AND fetched_at >= moment
    QUALIFY rank <= $pages
),
texts AS (
    SELECT page_id, article_id, revision, wall, word_count
    FROM landed.articles
    WHERE extraction = 1 AND landed_date >= $since
),
fates AS (
    SELECT ranked.source, rank <= $recent_pages AS is_recent, reason, article_id, revision, word_count,
           list_contains($walls, coalesce(reason, '')) OR coalesce(wall, 'none') <> 'none' AS is_wall,
           article_id IN (SELECT article_id FROM memberships) AS is_copy
    FROM ranked LEFT JOIN landed.rejections USING (page_id) LEFT JOIN texts USING (page_id)
)
SELECT source, is_recent, count(*),
              count(*) FILTER (reason IS NOT NULL AND NOT list_contains($walls, reason) AND NOT
           list_contains($lists, reason)),
       count(*) FILTER (list_contains($lists, reason)),
       count(*) FILTER (is_wall),
       count(*) FILTER (article_id IS NOT NULL AND NOT is_wall),
       median(word_count) FILTER (NOT is_wall),
       count(*) FILTER (revision = 1),
       count(*) FILTER (revision = 1 AND is_copy)
FROM fates GROUP BY source, is_recent
