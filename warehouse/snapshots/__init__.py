"""Immutable data files, manifests and snapshots: how the lake is written."""
