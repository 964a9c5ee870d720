"""Keeping the lake intact and small: compaction, retention, repair, migration."""
