-- How many texts the collection has.
SELECT count(*) FROM input
