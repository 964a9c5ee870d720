-- Paragraphs that each further revision of an article added, removed or changed.
-- A removed and an added paragraph of the same step that are each other's most similar, by at least 0.5 of
-- their letters (Levenshtein), are one change.
CREATE MACRO main.revision_diff(wanted) AS TABLE
WITH texts AS (
    SELECT revision, blocks, landed_at
    FROM revisions
    WHERE article_id = wanted
    QUALIFY row_number() OVER (PARTITION BY revision ORDER BY extraction DESC) = 1
),
steps AS (
    SELECT
        revision,
        landed_at,
        list_transform(blocks, lambda b: b.text) AS after,
        list_transform(lag(blocks) OVER (ORDER BY revision), lambda b: b.text) AS before
    FROM texts
),
removed AS (
    SELECT revision, landed_at, unnest(before) AS text, generate_subscripts(before, 1) AS position, after AS other
    FROM steps
    WHERE before IS NOT NULL
),
added AS (
    SELECT revision, landed_at, unnest(after) AS text, generate_subscripts(after, 1) AS position, before AS other
    FROM steps
    WHERE before IS NOT NULL
),
dropped AS (SELECT * EXCLUDE (other) FROM removed WHERE NOT list_contains(other, text)),
came AS (SELECT * EXCLUDE (other) FROM added WHERE NOT list_contains(other, text)),
changed AS (
    SELECT
        dropped.revision,
        dropped.position AS gone_position,
        came.position AS came_position,
        1 - levenshtein(dropped.text, came.text) / greatest(length(dropped.text), length(came.text), 1) AS similarity
    FROM dropped
    JOIN came ON came.revision = dropped.revision
    QUALIFY similarity >= 0.5
        AND row_number() OVER (PARTITION BY dropped.revision, dropped.position ORDER BY similarity DESC, came.position) = 1
        AND row_number() OVER (PARTITION BY dropped.revision, came.position ORDER BY similarity DESC, dropped.position) = 1
)
SELECT
    coalesce(came.revision, dropped.revision) AS revision,
    coalesce(came.landed_at, dropped.landed_at) AS landed_at,
    CASE WHEN dropped.text IS NULL THEN 'added' WHEN came.text IS NULL THEN 'removed' ELSE 'changed' END AS change,
    coalesce(came.position, dropped.position) AS position,
    dropped.text AS before,
    came.text AS after
FROM dropped
LEFT JOIN changed ON changed.revision = dropped.revision AND changed.gone_position = dropped.position
FULL JOIN came ON came.revision = dropped.revision AND came.position = changed.came_position
ORDER BY revision, position, change
