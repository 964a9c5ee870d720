-- The outcomes of each source's newest $pages pages, and of its newest $recent_pages.
WITH newest AS (
    -- Pages of the same instant are told apart by a few bits of their URLs' hashes.
    SELECT source, arg_max(page_id, epoch_us(fetched_at) * 1024 + (hash(url) % 1024)::BIGINT, $pages) AS pages
    FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND page_id IS NOT NULL
      AND discovery <> 'archive' AND discovered_at > $since
    GROUP BY source
),
ranked AS (SELECT source, unnest(pages) AS page_id, generate_subscripts(pages, 1) AS rank FROM newest),
texts AS (
    SELECT page_id, article_id, revision, wall, word_count
    FROM landed.articles
    WHERE extraction = 1 AND landed_date > $since::DATE
),
fates AS (
    SELECT ranked.source, rank <= $recent_pages AS is_recent, reason, article_id, revision, word_count,
           list_contains($walls, coalesce(reason, '')) OR coalesce(wall, 'none') <> 'none' AS is_wall
    FROM ranked LEFT JOIN landed.rejections USING (page_id) LEFT JOIN texts USING (page_id)
),
copies AS (
    -- As `memberships` says, of these articles only.
    SELECT article_id FROM landed.duplicates SEMI JOIN fates USING (article_id)
    GROUP BY article_id HAVING arg_max(cluster_id, (landed_at, revision)) <> article_id
)
SELECT source, is_recent, count(*),
              count(*) FILTER (reason IS NOT NULL AND NOT list_contains($walls, reason) AND NOT
           list_contains($lists, reason)),
       count(*) FILTER (list_contains($lists, reason)),
       count(*) FILTER (is_wall),
       count(*) FILTER (fates.article_id IS NOT NULL AND NOT is_wall),
       median(word_count) FILTER (NOT is_wall),
       count(*) FILTER (revision = 1),
       count(*) FILTER (revision = 1 AND copies.article_id IS NOT NULL)
FROM fates LEFT JOIN copies USING (article_id) GROUP BY source, is_recent
