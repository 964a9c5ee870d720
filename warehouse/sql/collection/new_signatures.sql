CREATE OR REPLACE TABLE new_signatures AS FROM landed.signatures
