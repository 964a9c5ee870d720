"""Taking out of landing what has landed meanwhile.

Observed: of two machines that import overlapping archives into one bucket, the second lands captures that the
first has landed since the import looked; so does a batch that comes back out of quarantine after its archive
was imported again, or a landing folder that was copied to a second machine. The rows would clash with those
that stand, and the whole batch would be refused each time. The rule: a page whose key has landed, an outcome
whose key has landed, and the outcome of such a page are the same facts, and are taken out of the segment
before it lands. A page never changes under its key, which is made of its URL, its time and its bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import session
from warehouse.base.durable import part_of, replace
from warehouse.landing.segments import FETCHES, PAGES, Segment, reading
from warehouse.query.connection import create_landed
from warehouse.query.landed_keys import PageKeys
from warehouse.snapshots.parquet import read_rows, write_rows
from warehouse.snapshots.snapshot import Snapshot

logger = logging.getLogger(__name__)

_LANDED = """
    SELECT fetch_id, page_id FROM batch_pages WHERE page_id IN (SELECT page_id FROM history_pages)
    OR fetch_id IN (
        SELECT fetch_id FROM landed.fetches WHERE run_id IN (SELECT run_id FROM batch_pages)
    )
"""


def take_out_landed(data: DataFolder, snapshot: Snapshot, segments: Sequence[Segment]) -> frozenset[str]:
    """Take out of segments of landing what `snapshot` holds; returns the keys of the pages of that.

    A kill amid it leaves outcomes without their pages, which the next call takes out. Raises DamagedSegment.
    """
    ledgers = {segment: segment.ledger("fetch_id", "page_id", "run_id") for segment in segments}
    if snapshot.is_empty or not ledgers:
        return frozenset()
    landed = _landed(data, snapshot, pa.concat_tables(ledgers.values()))
    if not len(landed):
        return frozenset()
    for segment, ledger in ledgers.items():
        if pc.any(_among(ledger, "fetch_id", landed)).as_py():
            # In this order: an outcome is what tells that its page is to be taken out.
            _rewrite(segment, PAGES, "page_id", landed)
            _rewrite(segment, FETCHES, "fetch_id", landed)
    logger.info("%d outcomes in landing had landed already; taken out", landed.num_rows)
    return frozenset(landed["page_id"].drop_null().to_pylist())


def _landed(data: DataFolder, snapshot: Snapshot, ledger: pa.Table) -> pa.Table:
    """The keys of the outcomes of a ledger, and of their pages, that have landed."""
    with session() as database:
        database.register("batch_pages", ledger)
        landed = PageKeys(data, snapshot).landed(ledger["page_id"].drop_null())
        database.register("history_pages", pa.table({"page_id": landed}))
        create_landed(database, snapshot, ["fetches"])
        return database.execute(_LANDED).to_arrow_table()


def _among(rows: pa.Table, column: str, landed: pa.Table) -> pa.ChunkedArray:
    return pc.is_in(rows[column], value_set=landed[column].combine_chunks().drop_null())


def _rewrite(segment: Segment, name: str, key: str, landed: pa.Table) -> None:
    """Replace a segment's file by one without the rows whose key has landed."""
    path = segment.path / name
    with reading(segment.path):
        rows = read_rows(path)
    part = part_of(path)
    write_rows(rows.filter(pc.invert(_among(rows, key, landed))), path.stem, part)
    replace(part, path)
