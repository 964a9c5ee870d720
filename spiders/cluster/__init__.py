"""Extraction on the workers of a Dask cluster: pages go out as files, results come back as files."""
