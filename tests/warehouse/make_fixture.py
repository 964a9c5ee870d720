"""Writes the fixture lake of today's schema version: run once for each version, and kept for good.

`PYTHONPATH=tests python tests/warehouse/make_fixture.py` refuses to overwrite a version that is there.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from warehouse_rows import (
    NOON,
    article,
    band,
    duplicate,
    fetch,
    hours,
    page,
    rejection,
    removed,
    rows,
    run,
    signature,
)

from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.tables import SCHEMA_VERSION

LAKES = Path(__file__).parent / "lakes"


def write(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        data.create()
        with SegmentWriter(data, "run", "crawl") as writer:
            writer.add(fetch("a"), page("a"))
        some = rows(
            [article("a", authors=("Ann",), published_at=NOON), article("b")],
            duplicate("b", of="a"),
            [fetch("a"), rejection("c"), removed("a", "Promo"), run()],
            [signature("a"), band("a", 1)],
        )
        base = commit(data, EMPTY, some, pending_segments(data, EMPTY), NOON)
        snapshot = commit(data, base, rows(article("a", revision=2, text="Corrected.")), [], hours(1))
        shutil.copytree(snapshot.path, target)


if __name__ == "__main__":
    write(LAKES / SCHEMA_VERSION)
