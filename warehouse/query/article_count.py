"""How many articles `articles` shows, by what is kept already.

Observed: to count them took a second of CPU at three million, of which next to all went into finding those
that it hides. The published file has these as a table (`hidden`), so that what is left to do is to take them
from the rows that the manifest counts. Known exception: a copy that was lost and is fetched again counts as
shown until the file is rebuilt, by the next maintenance.
"""

from __future__ import annotations

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.query.connection import connect_for
from warehouse.query.published_views import remembered_views, texts_of_views
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_COUNTED = "cli/count_articles"


def count_articles(data: DataFolder, snapshot: Snapshot) -> int:
    """The articles of a snapshot without copies: counted one by one where the published file is another's."""
    hidden = _hidden(data, snapshot)
    if hidden is not None:
        return snapshot.manifest.rows("articles") - hidden
    with connect_for(snapshot, [_COUNTED]) as database:
        ((count,),) = execute(database, _COUNTED).fetchall()
        return int(count)


def _hidden(data: DataFolder, snapshot: Snapshot) -> int | None:
    """How many texts `articles` hides; None where the published file does not say it of this snapshot."""
    published = remembered_views(data)
    if published is None or published.texts != texts_of_views():
        return None
    if (published.number, published.since) != (snapshot.number, snapshot.manifest.committed_at):
        return None
    try:
        with duckdb.connect(str(data.database), read_only=True, config=OFFLINE) as database:
            ((count,),) = database.execute("SELECT count(*) FROM main.hidden").fetchall()
    except duckdb.Error:  # someone writes to it, or it is damaged
        return None
    return int(count) - published.textless
