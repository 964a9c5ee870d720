-- Pairs of articles that share bands, near in time and at least one of them new.
SELECT DISTINCT least(a.article_id, b.article_id), greatest(a.article_id, b.article_id)
FROM met_first a JOIN met_named b ON b.key = printf('%08x', a.two)
WHERE (a.days IS NOT NULL OR b.days IS NOT NULL) AND a.article_id <> b.article_id AND (
    abs(epoch_us(a.signed_at) - epoch_us(b.signed_at)) <= 86_400_000_000 * greatest(a.days, b.days)
    OR least(a.signed_at, b.signed_at) = $since
)
ORDER BY ALL
