-- The runs of the articles that carried a block, as far as they landed since a day: a file of articles is sorted
-- by day, so that a run is found in the rows of its day.
CREATE OR REPLACE TEMP TABLE voting AS
SELECT DISTINCT landed_date, run_id FROM sought_articles
WHERE article_id IN (SELECT unnest($ids)) AND landed_date >= $since::TIMESTAMPTZ::DATE
