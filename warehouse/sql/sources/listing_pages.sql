-- The pages of a run that were refused for one of these reasons.
SELECT url FROM landed.rejections
WHERE source = $source AND run_id = $run_id AND list_contains($reasons, reason) ORDER BY url
