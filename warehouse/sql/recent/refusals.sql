-- Pages that gave no article, as numbers: rows land with the time at which their run began, before its pages were seen.
SELECT hash(page_id) AS page, reason FROM landed.rejections
WHERE landed_at > $since - INTERVAL 7 DAY
