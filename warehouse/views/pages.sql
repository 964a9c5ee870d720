-- One row is one fetched page, raw bytes, for as long as pages are kept.
SELECT * FROM landed.pages
