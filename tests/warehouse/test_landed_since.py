"""Files of months that are over are left out where only the last weeks count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from warehouse.query.landed_since import by_month, landed_since
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import EMPTY


def test_a_month_that_has_the_moment_stays_and_those_before_go() -> None:
    partitions = {
        "articles": ("landed_month=2026-07", "landed_month=2026-08", "landed_month=2026-09"),
        "fetches": ("landed_date=2026-07-31", "landed_date=2026-08-01"),
        "pages": ("landed_date=2026-08-14", "landed_date=2026-08-15"),
    }
    files = [
        DataFile(table, partition, f"{table} {partition}", 1, 1, "", ())
        for table, some in partitions.items()
        for partition in some
    ]
    snapshot = replace(EMPTY, manifest=replace(EMPTY.manifest, files=tuple(files)))
    left = landed_since(snapshot, datetime(2026, 8, 15, 12, tzinfo=UTC)).manifest.files
    assert [file.partition for file in left] == [
        *("landed_month=2026-08", "landed_month=2026-09"),
        "landed_date=2026-08-01",  # a file of an older version, by day: its month has the moment
        "landed_date=2026-08-15",
    ]


def test_each_month_comes_with_its_last_instant_and_the_last_with_that_of_the_commit() -> None:
    partitions = ["landed_month=2026-09", "landed_month=2025-12", "landed_month=2026-02"]
    files = [DataFile("articles", partition, partition, 1, 1, "", ()) for partition in partitions]
    committed_at = datetime(2026, 9, 3, tzinfo=UTC)
    manifest = replace(EMPTY.manifest, files=tuple(files), committed_at=committed_at)
    months = by_month(replace(EMPTY, manifest=manifest), "articles", datetime(2025, 12, 31, tzinfo=UTC))
    assert [(*(file.name for file in month.manifest.files), until) for month, until in months] == [
        ("landed_month=2025-12", datetime(2025, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("landed_month=2026-02", datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("landed_month=2026-09", committed_at),
    ]
