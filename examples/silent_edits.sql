-- Texts that changed while the page kept its date and named no correction, and what changed in the last one.
SELECT source, title, revision, landed_at FROM corrections WHERE is_silent ORDER BY landed_at DESC;

SELECT d.*
FROM revision_diff((SELECT article_id FROM corrections ORDER BY landed_at DESC LIMIT 1)) AS d;
