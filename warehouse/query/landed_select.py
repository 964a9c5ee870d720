"""The rows of a landed table from its files, whatever version of the schema they were written in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from warehouse.query.quoting import quote
from warehouse.query.scan import duckdb_type, scan
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.schema_migrations import upgraded
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import TABLES, derived_columns
from warehouse.tables.arrow import arrow_schema


def select_rows(table: str, locations: Iterable[Path | str], files: Sequence[DataFile], version: str) -> str:
    """A SELECT of exactly the columns of `table` from its files, which a lake of `version` names.

    What a file lacks is made of other columns where it is derived, else null. The smallest file is named
    first: DuckDB reads the first one's footer while it plans, and the others' on all its threads.
    """
    ordered = list(locations)
    ordered.insert(0, ordered.pop(min(range(len(files)), key=lambda index: files[index].bytes)))
    written = frozenset(name for file in files for name in file.columns)
    source, names = upgraded(scan(ordered, files), table, version, written)
    partial = {name for name in written if any(name not in file.columns for file in files)}
    derived = derived_columns(TABLES[table])
    columns = (
        _column(field, names, derived.get(field.name), partial) for field in arrow_schema(TABLES[table])
    )
    return f"SELECT {', '.join(columns)} FROM {source}"


def select_files(snapshot: Snapshot, table: str, files: Sequence[DataFile]) -> str:
    """The same SELECT of some files of a snapshot, which may be none."""
    if not files:
        return select_nothing(table)
    paths = [snapshot.path / table / file.partition / file.name for file in files]
    return select_rows(table, paths, files, snapshot.manifest.schema_version)


def select_nothing(table: str) -> str:
    """The same SELECT where there is no file."""
    columns = (f"{_null(field)} AS {quote(field.name)}" for field in arrow_schema(TABLES[table]))
    return f"SELECT {', '.join(columns)} WHERE false"


def _column(field: pa.Field, names: Collection[str], derived: str | None, partial: Collection[str]) -> str:
    name = quote(field.name)
    if field.name not in names:
        return f"{derived or _null(field)} AS {name}"
    if derived and field.name in partial:
        return f"coalesce({name}, {derived}) AS {name}"
    return name


def _null(field: pa.Field) -> str:
    return f"NULL::{duckdb_type(field.type)}"
