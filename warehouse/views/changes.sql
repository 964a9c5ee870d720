-- What entered, changed or left `articles`: one row is one article with its last change. Whoever keeps a copy of
-- `articles` deletes and then takes in what has a `changed_at` after the watermark, which is the greatest one
-- taken in so far. An incremental export follows the same rule.
-- @article_id: Key of the article
-- @change: entered (shown for the first time, or again), changed (a new text, metadata or extraction), or left
-- @changed_at: When that was committed, UTC
-- @entered_at: When the article was shown from on, UTC; null of one that left
-- @reason: Why it left: duplicate or erased
-- @cluster_id: The article that stands for one that left as a duplicate
WITH texts AS (
    SELECT article_id, min(landed_at) AS first_landed_at, max(landed_at) AS last_landed_at
    FROM landed.articles
    GROUP BY article_id
),
steps AS (
    SELECT
        article_id, landed_at, revision, cluster_id, cluster_id <> article_id AS hides,
        lag(cluster_id <> article_id) OVER (PARTITION BY article_id ORDER BY landed_at, revision) AS hid_before
    FROM landed.duplicates
),
placed AS (
    SELECT
        article_id,
        arg_max(hides, (landed_at, revision)) AS is_hidden,
        arg_max(cluster_id, (landed_at, revision)) AS cluster_id,
        max(landed_at) AS last_placed_at,
        min(landed_at) AS first_placed_at,
        bool_or(NOT hides) AS was_own,
        max(landed_at) FILTER (WHERE NOT hides AND hid_before) AS shown_again_at
    FROM steps
    GROUP BY article_id
),
standing AS (
    SELECT
        t.article_id,
        coalesce(p.is_hidden, false) AS is_hidden,
        coalesce(p.shown_again_at, t.first_landed_at) AS entered_at,
        greatest(t.last_landed_at, p.last_placed_at) AS changed_at,
        greatest(t.first_landed_at, p.last_placed_at) AS left_at,
        p.cluster_id,
        p.article_id IS NULL OR p.was_own OR t.first_landed_at < p.first_placed_at AS was_shown
    FROM texts AS t
    LEFT JOIN placed AS p ON p.article_id = t.article_id
)
SELECT
    article_id,
    CASE WHEN is_hidden THEN 'left' WHEN changed_at = entered_at THEN 'entered' ELSE 'changed' END AS change,
    if(is_hidden, left_at, changed_at) AS changed_at,
    if(is_hidden, NULL, entered_at) AS entered_at,
    if(is_hidden, 'duplicate', NULL) AS reason,
    if(is_hidden, cluster_id, NULL) AS cluster_id
FROM standing
WHERE was_shown
UNION ALL
-- A key is the beginning of the hash of its URL; other URLs of what was erased are no article's key.
SELECT left(url_hash, 16), 'left', max(erased_at), NULL, 'erased', NULL
FROM landed.erasures
WHERE url_hash <> ''
GROUP BY url_hash
