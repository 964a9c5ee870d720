"""Signatures and bands rebuilt from the texts, where they are lost or of another matching version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dedupe.articles.version import matching_version
from flows.matching.signing import Signed, Subject, sign_parts
from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect, connect_landed
from warehouse.query.temporary_tables import fill_table
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import Snapshot, install
from warehouse.sql import execute

TEXTS_AT_ONCE = 1_500
"""Texts that are in memory while those of a window are signed, as many as a part of a run has."""


def rebuild_signatures(data: DataFolder, base: Snapshot, now: datetime, window_days: int) -> Snapshot:
    """A snapshot whose signatures and bands are those of the latest texts of the window."""
    kept = tuple(file for file in base.manifest.files if file.table not in ("signatures", "bands"))
    without = replace(base, manifest=replace(base.manifest, files=kept))  # they may be what is broken
    signed = _signed(without, now - timedelta(days=window_days))
    fresh = {"signatures": signed.signatures, "bands": signed.bands}
    added = [
        write_datafile(data, table, LAYOUTS[table].partition(now), rows, base.number + 1)
        for table, rows in fresh.items()
        if rows.num_rows
    ]
    return install(data, base, [*kept, *added], now, "repair")


def rebuild_outdated_signatures(data: DataFolder, now: datetime, window_days: int) -> list[str]:
    """Rebuild the signatures of the window where some are of another matching version; a line where it did.

    Those say nothing of today's, so without this no copy of what had landed would be found.
    """
    base = Lake(data).current()
    if not base.manifest.rows("signatures"):
        return []
    with connect_landed(base, ["signatures"]) as database:
        since, version = now - timedelta(days=window_days), matching_version()
        row = execute(
            database, "upkeep/signatures_of_other_versions", since=since, version=version
        ).fetchone()
    if row is None or not row[0]:
        return []
    rebuild_signatures(data, base, now, window_days)
    return [f"signatures of {window_days} days were rebuilt: {row[0]} had another matching version"]


def _signed(base: Snapshot, since: datetime) -> Signed:
    with connect(base) as database:
        listed = execute(database, "upkeep/texts_to_sign", since=since).to_arrow_table()

        def parts() -> Iterator[Sequence[Subject]]:
            for begin in range(0, listed.num_rows, TEXTS_AT_ONCE):
                fill_table(database, "sought", listed.slice(begin, TEXTS_AT_ONCE))
                yield [Subject(*row) for row in execute(database, "upkeep/sought_texts").fetchall()]

        signed, _ = sign_parts(parts)
    return signed
