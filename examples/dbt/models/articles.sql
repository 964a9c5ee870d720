-- Incremental: of what changed since the last build, what left goes and what entered or changed comes.
{{ config(
    materialized='incremental', unique_key='article_id', incremental_strategy='delete+insert',
    post_hook="DELETE FROM {{ this }} WHERE article_id NOT IN (SELECT article_id FROM {{ source('news', 'articles') }})"
) }}
SELECT a.*, c.changed_at
FROM {{ ref('staged_articles') }} AS a
JOIN {{ source('news', 'changes') }} AS c USING (article_id)
{% if is_incremental() %}
WHERE c.changed_at > (SELECT coalesce(max(changed_at), TIMESTAMPTZ '1970-01-01') FROM {{ this }})
{% endif %}
