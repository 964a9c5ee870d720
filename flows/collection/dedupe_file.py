"""Copies within one file: Parquet, JSON lines or CSV in, a Parquet file of clusters out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dedupe.articles.text.words import MAX_CHARS
from flows.collection.match_collection import HISTORY, RowMembership, match_collection
from flows.collection.repaired_copy import repaired
from warehouse.base.durable import part_of, replace
from warehouse.base.errors import CopydeskError
from warehouse.query.connection import create_landed
from warehouse.query.scan import OFFLINE, literal, quote

_MEMORY = "400MB"
"""What DuckDB may hold before it writes to the temporary folder."""

_YEAR_1, _YEAR_9999 = -62_135_596_800, 253_402_300_799
"""Seconds since 1970 that are a date; beyond them the calendar ends."""

_TEXTS = ("VARCHAR", "JSON")
"""Types of a column of texts; JSON is what lines hold whose values are of several types."""

_CSV = "header = true, all_varchar = true, quote = '\"', escape = '\"'"
_BROKEN = ("Malformed JSON", "unicode", "UTF-8", "UTF8", "string encoding", "has no column")
"""What DuckDB says of characters that no encoding has; after a byte order mark it finds no column."""

_UNCLEAR_IDS = "SELECT count(*) FROM (FROM input QUALIFY id IS NULL OR count(*) OVER (PARTITION BY id) > 1)"

_OUTPUT = """
SELECT i.id, c.id AS cluster_id, c.id AS canonical_id, s.id AS story_id, m.id AS matched_id,
       p.kind, p.similarity
FROM input i LEFT JOIN places p USING (row)
JOIN input c ON c.row = coalesce(p.canonical, i.row)
JOIN input s ON s.row = coalesce(p.story, i.row)
LEFT JOIN input m ON m.row = p.matched
ORDER BY i.row
"""


class UnreadableTexts(CopydeskError):
    """A file of texts that cannot be read, or lacks a column."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True)
class Columns:
    """Names of the columns of a file; without `time`, all texts are of one time."""

    id: str
    text: str
    time: str | None


@dataclass(frozen=True)
class DedupeCounts:
    """Rows read, clusters of two or more, rows that copy another.

    `unread_times` could not be read; `unclear_ids` are rows without an id or with that of another row;
    `cut_texts` are longer than MAX_CHARS, of which the rest is not compared; `repaired_rows` held characters
    that no encoding has.
    """

    rows: int
    clusters: int
    copies: int
    unread_times: int
    unclear_ids: int
    cut_texts: int
    repaired_rows: int


def deduplicate_file(path: Path, columns: Columns, days: float, output: Path) -> DedupeCounts:
    """Write a row for each row of `path`: id, cluster_id, canonical_id, story_id, matched_id,
    kind, similarity.

    `path` is Parquet or, by its name, JSON lines (.jsonl, .ndjson), JSON (.json) or CSV with a header (.csv,
    .tsv), also .gz or .zst. Times are timestamps, dates, ISO 8601 or seconds since 1970 (or thousandths of
    these, as the size tells). Raises UnreadableTexts.
    """
    _refuse_output(path, output)
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder, _scratch(folder) as database:
        repairs = _read_or_repair(database, path, columns, Path(folder))
        unread = _count(database, "stated AND time IS NULL")
        cut = _count(database, f"length(text) > {MAX_CHARS}")
        places = match_collection(database, days)
        _write(database, places, output)
        rows = _count(database, "true")
        ((unclear,),) = database.execute(_UNCLEAR_IDS).fetchall()
    clusters = {place.canonical for place in places if place.kind}
    copies = sum(place.kind is not None for place in places)
    return DedupeCounts(rows, len(clusters), copies, unread, unclear, cut, repairs)


def _refuse_output(path: Path, output: Path) -> None:
    if not output.parent.is_dir():
        raise UnreadableTexts(output, "its folder is not there; make it first")
    if output.resolve() == path.resolve():
        raise UnreadableTexts(output, "is the file that is read; name another for the output")


def _scratch(folder: str) -> duckdb.DuckDBPyConnection:
    """A database on disk, which keeps to _MEMORY."""
    settings = {"memory_limit": _MEMORY, "temp_directory": folder}
    database = duckdb.connect(str(Path(folder) / "texts.duckdb"), config={**OFFLINE, **settings})
    database.execute("SET TimeZone = 'UTC'")
    create_landed(database, None, HISTORY)
    return database


def _read_or_repair(database: duckdb.DuckDBPyConnection, path: Path, columns: Columns, folder: Path) -> int:
    """Fills the table `input`; gives how many rows had to be repaired for it."""
    try:
        _read(database, path, columns)
    except UnreadableTexts as refused:
        if not any(sign in str(refused) for sign in _BROKEN) or path.suffix == ".json":
            raise
        copy, changed = repaired(path, folder)
        if not changed and "Malformed" in str(refused):
            raise
        _read(database, copy, columns)
        copy.unlink()
        return changed
    return 0


def _read(database: duckdb.DuckDBPyConnection, path: Path, columns: Columns) -> None:
    source = source_of(path)
    try:
        given = columns_of(database, path, (columns.id, columns.text, columns.time))
        time, stated = time_of(columns.time, given)
        if given[columns.text] not in _TEXTS:
            raise UnreadableTexts(path, f"column {columns.text} holds {given[columns.text]}, not text")
        database.execute(
            f"CREATE TABLE input AS SELECT row_number() OVER () - 1 AS row, {quote(columns.id)} AS id, "
            f"coalesce({quote(columns.text)}::VARCHAR, '') AS text, {time} AS time, {stated} AS stated "
            f"FROM {source}"
        )
    except duckdb.Error as error:
        raise UnreadableTexts(path, str(error).splitlines()[0]) from error


def _count(database: duckdb.DuckDBPyConnection, condition: str) -> int:
    ((count,),) = database.execute(f"SELECT count(*) FROM input WHERE {condition}").fetchall()
    assert isinstance(count, int)
    return count


def source_of(path: Path) -> str:
    """The file as an SQL table function, by its name. Raises UnreadableTexts where there is none."""
    if not path.is_file():
        raise UnreadableTexts(path, "there is no such file")
    if not path.stat().st_size:
        raise UnreadableTexts(path, "is empty")
    if ".json" in path.suffixes:
        return f"read_json({literal(str(path))}, format = 'auto')"
    if any(suffix in (".jsonl", ".ndjson") for suffix in path.suffixes):
        return f"read_json({literal(str(path))}, format = 'newline_delimited')"
    if any(suffix in (".csv", ".tsv") for suffix in path.suffixes):
        return f"read_csv({literal(str(path))}, {_CSV})"
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            raise UnreadableTexts(
                path, "is no Parquet file, nor JSON or CSV by its name (.jsonl, .ndjson, .json, .csv, .tsv)"
            )
    return f"read_parquet({literal(str(path))})"


def columns_of(
    database: duckdb.DuckDBPyConnection, path: Path, wanted: Iterable[str | None]
) -> dict[str, str]:
    """Columns of a file and their types. Raises UnreadableTexts where one of `wanted` is not there."""
    described = database.execute(f"DESCRIBE FROM {source_of(path)}").fetchall()
    given = {name: kind for name, kind, *_ in described}
    for name in wanted:
        if name is not None and name not in given:
            raise UnreadableTexts(path, f"has no column {name}; it has {', '.join(given)}")
    return given


def time_of(name: str | None, given: dict[str, str]) -> tuple[str, str]:
    """SQL of the time, null where it cannot be read, and of whether one is stated."""
    if name is None:
        return "NULL::TIMESTAMPTZ", "false"
    numeric = given[name] in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UBIGINT", "DOUBLE", "FLOAT")
    number = f"TRY_CAST({quote(name)} AS DOUBLE)"
    value = f"to_timestamp({_seconds(quote(name) if numeric else number)})"
    if not numeric:
        value = f"coalesce(TRY_CAST({quote(name)} AS TIMESTAMPTZ), {value})"
    return value, f"{quote(name)} IS NOT NULL"


def _seconds(value: str) -> str:
    """SQL of the seconds since 1970 that a number of these, or of a thousandth, millionth … of them, says."""
    units = " ".join(
        f"WHEN abs({value}) < {_YEAR_9999}e{power} THEN {value} / 1e{power}" for power in (3, 6, 9)
    )
    return f"CASE WHEN {value} BETWEEN {_YEAR_1} AND {_YEAR_9999} THEN {value} {units} END"


def _write(database: duckdb.DuckDBPyConnection, places: list[RowMembership], output: Path) -> None:
    columns = {
        "row": pa.array([place.row for place in places], pa.int64()),
        "canonical": pa.array([place.canonical for place in places], pa.int64()),
        "story": pa.array([place.story for place in places], pa.int64()),
        "matched": pa.array([place.matched for place in places], pa.int64()),
        "kind": pa.array([place.kind for place in places], pa.string()),
        "similarity": pa.array([place.similarity for place in places], pa.float64()),
    }
    database.register("places", pa.table(columns))
    result = database.execute(_OUTPUT).to_arrow_reader()
    part = part_of(output)
    with pq.ParquetWriter(part, result.schema, compression="zstd") as writer:
        for batch in result:
            writer.write_batch(batch)
    replace(part, output)
