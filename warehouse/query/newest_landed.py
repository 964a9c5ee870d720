"""When the newest article of a source landed: asked of all history only where its last weeks have none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from warehouse.query.connection import connect_for
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_NEWEST = "sources/newest_landed"


def newest_landed(snapshot: Snapshot, sources: Sequence[str]) -> dict[str, datetime]:
    """By source (UTC); those of which nothing landed are left out."""
    if not sources:
        return {}
    with connect_for(snapshot, [_NEWEST]) as database:
        return dict(execute(database, _NEWEST, sources=list(sources)).fetchall())
