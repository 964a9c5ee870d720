-- The outcomes of each source's newest $pages pages, and of its newest $recent_pages. Pages and articles are joined by
-- numbers, a hash of the key and the number in it: to compare texts took a third of it.
WITH newest AS (
    -- Pages of the same instant are told apart by a few bits of their hashes.
    SELECT source,
           arg_max(hash(page_id), epoch_us(fetched_at) * 1024 + (hash(page_id) % 1024)::BIGINT, $pages) AS pages
    FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND page_id IS NOT NULL
      AND discovery <> 'archive' AND discovered_at > $since
    GROUP BY source
),
ranked AS (SELECT source, unnest(pages) AS page, generate_subscripts(pages, 1) AS rank FROM newest),
texts AS (
    SELECT hash(page_id) AS page, text_key, revision, wall, word_count
    FROM landed.articles
    WHERE extraction = 1 AND landed_date > $since::DATE
),
refused AS (SELECT hash(page_id) AS page, reason FROM landed.rejections),
fates AS (
    SELECT ranked.source, rank <= $recent_pages AS is_recent, reason, text_key, revision, word_count,
           list_contains($walls, coalesce(reason, '')) OR coalesce(wall, 'none') <> 'none' AS is_wall
    FROM ranked LEFT JOIN refused USING (page) LEFT JOIN texts USING (page)
),
copies AS (
    -- As `memberships` says, of these articles only; the key of a first text is the number in article_id.
    SELECT ('0x' || article_id)::UBIGINT AS text_key FROM landed.duplicates
    WHERE landed_at > $since AND ('0x' || article_id)::UBIGINT IN (SELECT text_key FROM fates WHERE revision = 1)
    GROUP BY article_id HAVING arg_max(cluster_id, (landed_at, revision)) <> article_id
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
