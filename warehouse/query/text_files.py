"""Files of texts that other programs wrote (Parquet, JSON lines, JSON, CSV), as tables of DuckDB."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.base.database import OFFLINE
from warehouse.base.errors import CopydeskError
from warehouse.query.quoting import literal, quote

_YEAR_1, _YEAR_9999 = -62_135_596_800, 253_402_300_799
"""Seconds since 1970 that are a date; beyond them the calendar ends."""

_TEXTS = ("VARCHAR", "JSON")
"""Types of a column of texts; JSON is what lines hold whose values are of several types."""

_ID_AS = {"JSON": "VARCHAR", "UUID": "VARCHAR", "HUGEINT": "DECIMAL(38, 0)", "UHUGEINT": "DECIMAL(38, 0)"}
"""Types of ids that readers of Parquet take for something else, and what is written instead."""

_PLAIN = frozenset((*_TEXTS, "BIGINT", "DOUBLE"))
"""Types of which it is clear how they stand in JSON."""

_CSV = "header = true, all_varchar = true, quote = '\"', escape = '\"'"


_DELIMITERS = set(",;|\t")

_NO_ROWS = (
    "cannot be read as CSV: no delimiter (comma, semicolon, bar, tab) makes rows of one length; is a "
    "quotation mark left open?"
)


class UnreadableTexts(CopydeskError):
    """A file of texts that cannot be read, or lacks a column."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def scratch_database(folder: Path | None = None, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory whose times are UTC. With a folder it keeps to `memory`, and the rest goes there;
    it is one thread's then, since each takes memory of its own to read a file."""
    settings = OFFLINE.copy()
    if folder and memory:
        settings |= {"memory_limit": memory, "temp_directory": str(folder), "threads": 1}
    database = duckdb.connect(config=settings)
    database.execute("SET TimeZone = 'UTC'")
    return database


def load_input(
    database: duckdb.DuckDBPyConnection, path: Path, id_column: str, text_column: str, time_column: str | None
) -> None:
    """Create the table `input` (row, id, text, time, stated) from a file. Raises UnreadableTexts."""
    try:
        wanted = [name for name in (id_column, text_column, time_column) if name is not None]
        given = columns_of(database, path, wanted)
        time, stated = time_of(time_column, given)
        if given[text_column] not in _TEXTS:
            raise UnreadableTexts(path, f"column {text_column} has type {given[text_column]}, not text")
        source, number = source_of(path), given[id_column]
        if source.startswith("read_json(") and _PLAIN.issuperset(given[name] for name in wanted):
            given |= {id_column: "VARCHAR"}
            source = _json_as(source, {name: given[name] for name in wanted})
        database.execute(
            f"CREATE TABLE input AS SELECT row_number() OVER () - 1 AS row, {_id(id_column, given)} AS id, "
            f"coalesce({quote(text_column)}::VARCHAR, '') AS text, {time} AS time, {stated} AS stated "
            f"FROM {source}"
        )
        if given[id_column] != number and _are_whole(database, number):
            database.execute(f"ALTER TABLE input ALTER id TYPE {number}")
    except duckdb.Error as error:
        raise UnreadableTexts(path, _problem(error)) from error


def labelled_rows(
    path: Path, text_column: str, label_column: str, time_column: str | None
) -> list[tuple[str, str | None, datetime | None]]:
    """Text, label and time of every row of a file. Raises UnreadableTexts."""
    with scratch_database() as database:
        try:
            given = columns_of(database, path, (text_column, label_column, time_column))
            time, _ = time_of(time_column, given)
            text = f"coalesce({quote(text_column)}::VARCHAR, '')"
            sql = f"SELECT {text}, {quote(label_column)}::VARCHAR, {time} FROM {source_of(path)}"
            return database.execute(sql).fetchall()
        except duckdb.Error as error:
            raise UnreadableTexts(path, _problem(error)) from error


def source_of(path: Path) -> str:
    """The file as an SQL table function, by its name. Raises UnreadableTexts where there is none."""
    if not path.is_file():
        raise UnreadableTexts(path, "no such file")
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
                path,
                "is neither Parquet nor, by its name, JSON or CSV (.jsonl, .ndjson, .json, .csv, .tsv)",
            )
    return f"read_parquet({literal(str(path))})"


def _json_as(source: str, columns: dict[str, str]) -> str:
    """The same of JSON, which is not looked through for the types of its columns once more, which takes as
    long as to read it. Times are, since their form would have to be named, too."""
    types = ", ".join(f"{quote(name)}: {literal(kind)}" for name, kind in columns.items())
    return f"{source[:-1]}, columns = {{{types}}})"


def _are_whole(database: duckdb.DuckDBPyConnection, number: str) -> bool:
    """Whether all ids of the input, which were read as text, are numbers of a type as they are written.

    Of JSON lines only the first 20,480 tell the types: what comes later may be a text, or a fraction, which
    would be rounded to the number of another row.
    """
    others = f"SELECT 1 FROM input WHERE TRY_CAST(id AS {number})::VARCHAR IS DISTINCT FROM id LIMIT 1"
    return number in ("BIGINT", "DOUBLE") and not database.execute(others).fetchall()


def columns_of(
    database: duckdb.DuckDBPyConnection, path: Path, wanted: Iterable[str | None]
) -> dict[str, str]:
    """Columns of a file and their types. Raises UnreadableTexts where one of `wanted` is not there."""
    described = database.execute(f"DESCRIBE FROM {source_of(path)}").fetchall()
    given = {name: kind for name, kind, *_ in described}
    if len(given) == 1 and _DELIMITERS & set(next(iter(given))):
        raise UnreadableTexts(path, _NO_ROWS)
    for name in wanted:
        if name is not None and name not in given:
            raise UnreadableTexts(path, f"has no column {name}; it has {', '.join(given)}")
    return given


def _id(name: str, given: dict[str, str]) -> str:
    return f"{quote(name)}::{_ID_AS.get(given[name], given[name])}"


def _problem(error: duckdb.Error) -> str:
    """What is wrong, in one line."""
    return _NO_ROWS if "Error when sniffing" in str(error) else str(error).splitlines()[0]


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
