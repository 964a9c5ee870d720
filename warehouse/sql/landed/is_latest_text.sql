-- Whether a row of landed.articles is the latest text of its article: the newest extraction of the newest
-- revision. For QUALIFY.
CREATE MACRO landed.is_latest_text(article, number, reading) AS
row_number() OVER (PARTITION BY article ORDER BY number DESC, reading DESC) = 1
