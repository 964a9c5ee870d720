-- Rows, those whose time could not be read, and texts of more than $most characters.
SELECT count(*), count(*) FILTER (stated AND time IS NULL), count(*) FILTER (length(text) > $most) FROM input
