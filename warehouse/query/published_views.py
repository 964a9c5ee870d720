"""Of which snapshot the published file of views is, as it was written down when the file was made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text
from warehouse.query.viewtext import FUNCTIONS, MACROS, VIEWS, column_comments, sql_of, view
from warehouse.snapshots.snapshot import Snapshot

_NAME = "views.json"


@dataclass(frozen=True, kw_only=True)
class PublishedViews:
    """The snapshot that a file of views reads, and where; what it was made of; how large it is and how old.

    `textless` counts its rows of `hidden` whose text is not there: of copies that `fsck --repair --give-up`
    lost. The last two tell whether it is still that file: someone may have put another in its place.
    """

    number: int
    committed_at: str
    place: str
    texts: str
    textless: int
    size: int
    written: int

    @property
    def since(self) -> datetime:
        """When the last of its rows landed, UTC."""
        return datetime.fromisoformat(self.committed_at)


def remember_views(data: DataFolder, snapshot: Snapshot, place: str, textless: int) -> None:
    """Write down that the published file reads `snapshot` in `place`."""
    _state(data).parent.mkdir(exist_ok=True)
    write_text(_state(data), json.dumps(asdict(_described(data, snapshot, place, textless))))


def remembered_views(data: DataFolder) -> PublishedViews | None:
    """What is known of the published file; None where that is nothing, or it is no longer the same file."""
    try:
        known = PublishedViews(**json.loads(_state(data).read_text(encoding="utf-8")))
        stat = data.database.stat()
    except (OSError, ValueError, TypeError):
        return None
    return known if (known.size, known.written) == (stat.st_size, stat.st_mtime_ns) else None


def _described(data: DataFolder, snapshot: Snapshot, place: str, textless: int) -> PublishedViews:
    stat = data.database.stat()
    return PublishedViews(
        number=snapshot.number,
        committed_at=snapshot.manifest.committed_at.isoformat(),
        place=place,
        texts=texts_of_views(),
        textless=textless,
        size=stat.st_size,
        written=stat.st_mtime_ns,
    )


@cache
def texts_of_views() -> str:
    """A hash of all views and macros with their comments: those of another version are others."""
    macros = [sql_of("macros", name) for name in (*FUNCTIONS, *MACROS)]
    texts = [duckdb.__version__, *macros, *(repr((view(name), column_comments(name))) for name in VIEWS)]
    return blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()


def _state(data: DataFolder) -> Path:
    return data.keys / _NAME
