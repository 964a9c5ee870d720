-- Where the rows of some articles stand: their days, and their numbers. $halves are the upper halves of the
-- article_ids; now and then another article has the same, so the keys are looked at in the rows.
CREATE OR REPLACE TEMP TABLE sought AS
SELECT landed_date, text_key FROM landed.articles WHERE text_key >> 32 IN (SELECT unnest($halves::UBIGINT[]))
