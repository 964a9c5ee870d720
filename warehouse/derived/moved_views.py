"""A data folder that was moved or copied: its files of views still read the place where they were made.

DuckDB knows no path that is relative to the file of the views, so their paths are absolute. Whoever sees
first that they are those of another place makes the files again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock
from warehouse.query.viewfile import misdirected_to, publish_views
from warehouse.snapshots.snapshot import Snapshot, current_snapshot

logger = logging.getLogger(__name__)


def _publish_sql_search(data: DataFolder, snapshot: Snapshot) -> None:
    from warehouse.search.sql_index import build_sql_search  # here: it loads the search engine

    build_sql_search(data, snapshot)


_PUBLISH = {"database": publish_views, "sql_search": _publish_sql_search}
"""How each file of views is made, by the name of its path in `DataFolder`."""


def misdirected(data: DataFolder) -> Iterator[tuple[str, Path, str]]:
    """The files of views that read another place than this folder: name, path and that place.

    A file that cannot be read is none of them: `copydesk fsck` names it.
    """
    for name in _PUBLISH:
        path: Path = getattr(data, name)
        try:
            place = misdirected_to(data, path) if path.exists() else None
        except duckdb.Error:
            continue
        if place is not None:
            yield name, path, place


def publish_moved(data: DataFolder) -> None:
    """Make the misdirected files of views again. Only the holder of the run lock may call it."""
    for name, path, place in list(misdirected(data)):
        snapshot = current_snapshot(data)
        if not snapshot.is_empty:
            _PUBLISH[name](data, snapshot)
            logger.info("rebuilt %s, which read the files of %s", path, place)


def publish_if_moved(data: DataFolder) -> None:
    """The same for a reader of the folder, who must not wait: a writer makes them again when it begins.

    Raises AlreadyRunning, OSError where the folder cannot be written to, and what `publish` raises.
    """
    if any(misdirected(data)):
        with run_lock(data, wait=0):
            publish_moved(data)
