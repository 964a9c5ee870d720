-- The articles that a key stands for. A table of its own: without the size of the step before, the joins are
-- planned in a ruinous order.
CREATE OR REPLACE TEMP TABLE met_named AS
SELECT article_id, key, max(signed_at) AS signed_at, any_value(days) AS days FROM around GROUP BY ALL
