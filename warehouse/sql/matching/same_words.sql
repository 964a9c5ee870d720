-- (earlier, later) for each new article whose words are those of an earlier one, or of a later one: it may have
-- been re-cleaned. $since itself stands for an unknown time, which is near every other.
WITH new AS (
    SELECT article_id, text_hash, signed_at, days FROM around WHERE days IS NOT NULL AND shingles >= $shingles
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, signed_at DESC) = 1
), same AS (
    SELECT article_id, text_hash, max(signed_at) AS signed_at, 0 AS days FROM around
    WHERE days IS NULL AND text_hash IN (SELECT text_hash FROM new) GROUP BY ALL
    UNION ALL FROM new
)
SELECT lag(article_id) OVER w AS earlier, article_id AS later FROM same
WINDOW w AS (PARTITION BY text_hash ORDER BY signed_at, article_id)
QUALIFY (later IN (SELECT article_id FROM new) OR earlier IN (SELECT article_id FROM new)) AND (
    signed_at - lag(signed_at) OVER w <= to_seconds(86400 * greatest(days, lag(days) OVER w))
    OR lag(signed_at) OVER w = $since
)
ORDER BY ALL
