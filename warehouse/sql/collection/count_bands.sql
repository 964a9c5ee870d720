SELECT count(*) FROM new_bands
