"""Runs from end to end: prepare, ingest, backfill, and the report of a run."""
