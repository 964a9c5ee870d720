CREATE OR REPLACE TABLE new_bands AS FROM landed.bands
