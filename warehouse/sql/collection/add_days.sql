-- How many days the copies of a text may be apart.
CREATE OR REPLACE TABLE new_signatures AS SELECT *, $days::DOUBLE AS days FROM new_signatures
