"""Many small files of a partition become few large ones, in the order that readers look rows up by.

What to rewrite is decided from the manifest alone. Rows stream into files of `TARGET` bytes: texts are
merged, for their files are sorted, and all else goes through DuckDB, which sorts more than fits into memory.
A row past its table's window is left out. Readers keep the snapshot that they have: the old files stay until
no retained snapshot names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.query.scan import scan, sorted_connection
from warehouse.snapshots.datafile import require_undamaged, write_stream
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.rowgroups import row_groups
from warehouse.snapshots.sorted_merge import are_sorted, merged
from warehouse.tables import TABLES, derived_columns
from warehouse.tables.arrow import arrow_schema

TARGET = 256 * 1024 * 1024
SMALL = 100 * 1024 * 1024
ENOUGH_OPEN = 8
"""Small files that an open partition must hold before it is worth a rewrite; a closed one needs two."""

TEXTS = 8_192
"""Rows a row group, or fewer, of tables whose rows are texts; none of them is windowed."""

Group = tuple[str, str]


def plan_compaction(files: Sequence[DataFile], now: datetime) -> dict[Group, list[DataFile]]:
    """The files to rewrite together, by table and partition.

    Small files of a partition, when there are several, and files that lack a column of today's schema.
    """
    groups: dict[Group, list[DataFile]] = defaultdict(list)
    for file in files:
        if file.bytes < SMALL or is_outdated(file):
            groups[file.table, LAYOUTS[file.table].home(file.partition)].append(file)
    return {group: some for group, some in groups.items() if _is_worth_it(group, some, now)}


def is_outdated(file: DataFile) -> bool:
    """Whether the file was written with other columns than today's."""
    return file.columns != tuple(arrow_schema(TABLES[file.table]).names)


def _is_worth_it(group: Group, files: Sequence[DataFile], now: datetime) -> bool:
    table, partition = group
    is_closed = partition < LAYOUTS[table].partition(now)
    return len(files) >= (2 if is_closed else ENOUGH_OPEN) or any(is_outdated(file) for file in files)


def compact(
    data: DataFolder,
    plan: Mapping[Group, Sequence[DataFile]],
    window_start: datetime,
    number: int,
    progress: Progress = SILENT,
) -> list[DataFile]:
    """Rewrite each group of the plan; rows of windowed tables before `window_start` are left out.

    Raises DamagedFile.
    """
    require_undamaged(data, (file for files in plan.values() for file in files))
    fresh: list[DataFile] = []
    with progress.stage("merge", total=sum(map(len, plan.values())), unit="files") as stage:
        for (table, partition), files in plan.items():
            rows = _rows(data, table, files, window_start)
            fresh += write_stream(data, table, partition, rows, number, TARGET)
            stage.advance(len(files))
    return fresh


def _rows(
    data: DataFolder, table: str, files: Sequence[DataFile], window_start: datetime
) -> Iterator[pa.Table]:
    """The rows of each row group to come. Texts are merged, for DuckDB holds whole rows while it sorts."""
    storage = LAYOUTS[table]
    paths = [data.files / file.name for file in files]
    group = storage.rows_a_group(sum(file.rows for file in files))
    if storage.row_group <= TEXTS and storage.order and are_sorted(paths, table):
        found = merged(paths, table, group)
    else:
        found = _sorted_rows(data, table, files, group, window_start)
    for rows in found:
        yield from row_groups(rows, storage)


def _sorted_rows(
    data: DataFolder, table: str, files: Sequence[DataFile], group: int, window_start: datetime
) -> Iterator[pa.Table]:
    storage = LAYOUTS[table]
    paths = [data.files / file.name for file in files]
    where = f"WHERE {storage.window} >= $start" if storage.window else ""
    derived = derived_columns(TABLES[table])  # older files lack these columns
    order = (
        f"ORDER BY {', '.join(derived.get(name, name) for name in storage.order)}" if storage.order else ""
    )
    with sorted_connection(data.tmp) as database:
        result = database.execute(
            f"SELECT * FROM {scan(paths, files)} {where} {order}",
            {"start": window_start} if storage.window else {},
        )
        for batch in result.to_arrow_reader(group):
            yield conform(pa.Table.from_batches([batch]), table)
