"""What statements select of the last weeks' rows, kept from run to run in narrow files.

Observed: findings after each run looked at 60 days of four tables, which are sorted by URL and key, so that
every row group of three months was read for a few columns: .5 CPU s at a month of 3,000 articles a day, .7 at
two. The same rows with hashes in place of URLs and keys are a twentieth of the bytes. The rule: a statement
tells of each row by itself whether and as what it is selected; so what is kept and what it selects of the
data files that came since are together what it selects of all. Known exception: it may leave out what later
rows cannot bring back, as the titles of a source that has many newer ones. Little is not kept: FEW_ROWS take
no longer than to open a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import let_go_of_database, session
from warehouse.base.durable import part_of, sync_file
from warehouse.base.durable import replace as rename
from warehouse.query.connection import create_landed
from warehouse.query.kept_file import MADE, Made, kept_in, rows_of
from warehouse.query.landed_since import landed_since
from warehouse.query.quoting import literal, quote
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import statement

FEW_ROWS = 5_000


@dataclass(frozen=True)
class Selected:
    """Rows of a `table` as the statement `recent/<name>` selects them by `$since` and the parameters."""

    name: str
    table: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def maker(self) -> str:
        """What must be the same for a file to be of this statement: hashes are DuckDB's own."""
        text = f"{duckdb.__version__} {sorted(self.parameters.items())} {self.statement}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def statement(self) -> str:
        return statement(f"recent/{self.name}")


@contextmanager
def connect_recent(
    data: DataFolder,
    snapshot: Snapshot,
    wanted: Iterable[Selected],
    since: datetime,
    now: datetime,
    keep: bool,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session with `recent.<name>` for each of `wanted`: its rows since `since` at least, perhaps earlier
    ones, too. Only the holder of the run lock may `keep` what was not kept."""
    with session() as database:
        database.execute("CREATE SCHEMA recent")
        for one in wanted:
            _create(database, data, snapshot, one, since, now, keep)
        yield database


def _create(
    database: duckdb.DuckDBPyConnection,
    data: DataFolder,
    snapshot: Snapshot,
    one: Selected,
    since: datetime,
    now: datetime,
    keep: bool,
) -> None:
    path = data.recent / f"{one.name}.parquet"
    whole = landed_since(snapshot, since)
    files = whole.manifest.of(one.table)
    kept = kept_in(path)
    if kept is None or kept.maker != one.maker or not kept.serves(snapshot, now, FEW_ROWS):
        kept = None
        if keep and rows_of(files) > FEW_ROWS:
            kept = Made.of(snapshot, whole, one.table, now, one.maker)
            _write(database, path, whole, one, since, kept)
    later = [file for file in files if kept is None or file.name not in kept.files]
    _landed(database, whole, one.table, later)
    name = quote(f"later_{one.name}")
    database.execute(f"CREATE TABLE recent.{name} AS {one.statement}", {"since": since, **one.parameters})
    earlier = f"FROM read_parquet({literal(str(path))}) UNION ALL " if kept else ""
    database.execute(f"CREATE VIEW recent.{quote(one.name)} AS {earlier}FROM recent.{name}")


def _write(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    whole: Snapshot,
    one: Selected,
    since: datetime,
    made: Made,
) -> None:
    part = part_of(path)
    part.parent.mkdir(parents=True, exist_ok=True)
    _landed(database, whole, one.table, whole.manifest.of(one.table))
    options = (
        "FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 40960, "
        f"KV_METADATA {{{MADE.decode()}: {literal(made.to_json())}}}"
    )
    database.execute(
        f"COPY ({one.statement}) TO {literal(str(part))} ({options})", {"since": since, **one.parameters}
    )
    sync_file(part)
    rename(part, path)
    let_go_of_database()  # sorting took memory


def _landed(
    database: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: str, files: Iterable[DataFile]
) -> None:
    """Have `landed` be some files of a table."""
    database.execute("DROP SCHEMA IF EXISTS landed CASCADE")
    some = replace(snapshot, manifest=replace(snapshot.manifest, files=tuple(files)))
    create_landed(database, some, [table])
