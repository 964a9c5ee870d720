"""Files of older schema versions, rewritten with today's columns.

After an additive change nobody must migrate: readers give a column that a file lacks its default. Migration
makes the files themselves whole, for tools that read the Parquet directly. After a breaking change (see
`warehouse.snapshots.schema_migrations`) nothing can be committed before the files of the tables that it
changed are rewritten. Either way the result is one new snapshot: a kill leaves the old one current, and the
older ones stay as they were until their retention ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.derived.publish import publish
from warehouse.query.scan import scan
from warehouse.snapshots.datafile import require_undamaged, write_stream
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile, Manifest
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.schema_migrations import is_changed, is_older, upgraded
from warehouse.snapshots.snapshot import current_snapshot, install
from warehouse.upkeep.compaction import TARGET, is_outdated


def plan_migration(manifest: Manifest) -> list[DataFile]:
    """The files to rewrite: of tables that a breaking step changed, and those with other columns."""
    version = manifest.schema_version
    return [file for file in manifest.files if is_changed(file.table, version) or is_outdated(file)]


def migrate(data: DataFolder, now: datetime) -> list[DataFile]:
    """Rewrite the files of the plan into a new snapshot that keeps the others, and publish it.

    Returns the files that were rewritten. Only the holder of the run lock may call it. Raises NewerLake,
    DamagedFile, and WrongColumns where a step gives rows that do not fit today's record; nothing is changed
    then.
    """
    base = current_snapshot(data)
    outdated = plan_migration(base.manifest)
    if not (outdated or is_older(base.manifest.schema_version)):
        if base.manifest.cause == "migration":
            publish(data, base)  # which a kill may have left undone
        return []
    require_undamaged(data, outdated)
    fresh = [
        new
        for file in outdated
        for new in write_stream(
            data,
            file.table,
            LAYOUTS[file.table].home(file.partition),
            _rows(data, base.manifest, file),
            base.number + 1,
            TARGET,
        )
    ]
    gone = {file.name for file in outdated}
    kept = [file for file in base.manifest.files if file.name not in gone]
    publish(data, install(data, base, [*kept, *fresh], now, "migration"))
    return outdated


def _rows(data: DataFolder, manifest: Manifest, file: DataFile) -> Iterator[pa.Table]:
    """The rows of a file as rows of today's schema, in their order."""
    source, names = upgraded(
        scan([data.files / file.name], [file]), file.table, manifest.schema_version, file.columns
    )
    columns = ", ".join(sorted(names - {"schema_version"}))  # takes its default, which is today's
    with duckdb.connect(config=OFFLINE) as database:
        for batch in database.execute(f"SELECT {columns} FROM {source}").to_arrow_reader(
            LAYOUTS[file.table].row_group
        ):
            yield conform(pa.Table.from_batches([batch]), file.table)
