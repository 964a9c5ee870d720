"""Keeping the lake sound and cheap: compaction, retention, repair, migration."""
