"""What is derived from a snapshot for its readers: the DuckDB file of views, the search indexes, copies."""

from __future__ import annotations

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import remove
from warehouse.base.progress import SILENT, Progress
from warehouse.derived.takedown_copies import copy_takedowns
from warehouse.derived.vote_index import VoteIndex
from warehouse.query.landed_keys import ArticleKeys, PageKeys
from warehouse.query.other_urls import OtherUrls
from warehouse.query.refreshed_views import refresh_views
from warehouse.search.index import refresh_index
from warehouse.search.sql_index import refresh_sql_search
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.linktree import lay_out_next
from warehouse.snapshots.snapshot import Snapshot


def publish(data: DataFolder, snapshot: Snapshot, progress: Progress = SILENT) -> None:
    """Bring the view file and the search indexes up to date, and make ready for the next commit.

    `progress` is told of a search index that has to be made.
    """
    copy_takedowns(data, snapshot)
    if snapshot.manifest.cause != "run":
        remove([data.known, data.recent])
    refresh_views(data, snapshot)
    refresh_index(data, snapshot, progress)
    refresh_sql_search(data, snapshot)
    catalog_of(data).publish(snapshot.manifest)
    refresh_keys(data, snapshot)
    lay_out_next(data, snapshot.manifest)


def refresh_keys(data: DataFolder, snapshot: Snapshot) -> None:
    """Bring up to date what is kept beside the data files, by which a batch finds what it touches."""
    for kept in (ArticleKeys, OtherUrls, PageKeys, VoteIndex):
        kept(data, snapshot).refresh()
