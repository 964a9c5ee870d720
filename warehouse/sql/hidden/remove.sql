-- Remove the rows of the articles in `texts`.
DELETE FROM hidden WHERE text_key IN (SELECT text_key FROM texts)
