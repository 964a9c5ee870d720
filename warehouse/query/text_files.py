"""Files of texts that other programs wrote (Parquet, JSON lines, JSON, CSV), as tables of DuckDB."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.base.database import OFFLINE
from warehouse.query.quoting import quote
from warehouse.query.text_sources import TextSource, UnreadableTexts, problem_of, source_of

_YEAR_1, _YEAR_9999 = -62_135_596_800, 253_402_300_799
"""Seconds since 1970 that are a date; beyond them the calendar ends."""

_TEXTS = ("VARCHAR", "JSON")
"""Types of a column of texts; JSON is what lines hold whose values are of several types."""

_LIKE_TEXTS = ("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "UUID")
"""What texts of JSON may look like."""

_ID_AS = {"UUID": "VARCHAR", "HUGEINT": "DECIMAL(38, 0)", "UHUGEINT": "DECIMAL(38, 0)"}
"""Types of ids that readers of Parquet take for something else, and what is written instead."""

_NUMBERS = ("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "DOUBLE")
"""Types of numbers in JSON."""


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
    """Create the table `input` (row, id, text, time, stated) from a file. Raises UnreadableTexts.

    Ids are as they are written: numbers of JSON stay numbers where all of them do so unchanged.
    """
    try:
        wanted = [name for name in (id_column, text_column, time_column) if name is not None]
        source = source_of(database, path, wanted)
        kind, given = source.types[text_column], source.types[id_column]
        if kind not in (*_TEXTS, *(_LIKE_TEXTS if source.as_written else ())):
            raise UnreadableTexts(path, f"column {text_column} has type {kind}, not text")
        time, stated = _time(time_column, source)
        id_ = quote(id_column) if source.as_written else f"{quote(id_column)}::{_ID_AS.get(given, given)}"
        database.execute(
            f"CREATE TABLE input AS SELECT row_number() OVER () - 1 AS row, {id_} AS id, "
            f"coalesce({quote(text_column)}::VARCHAR, '') AS text, {time} AS time, {stated} AS stated "
            f"FROM {source.sql}"
        )
        if source.as_written and given in _NUMBERS:
            _keep_numbers(database, _ID_AS.get(given, given))
    except duckdb.Error as error:
        raise UnreadableTexts(path, problem_of(error)) from error


def labelled_rows(
    path: Path, text_column: str, label_column: str, time_column: str | None
) -> list[tuple[str, str | None, datetime | None]]:
    """Text, label and time of every row of a file. Raises UnreadableTexts."""
    with scratch_database() as database:
        try:
            wanted = [name for name in (text_column, label_column, time_column) if name is not None]
            source = source_of(database, path, wanted)
            time, _ = _time(time_column, source)
            text = f"coalesce({quote(text_column)}::VARCHAR, '')"
            sql = f"SELECT {text}, {quote(label_column)}::VARCHAR, {time} FROM {source.sql}"
            return database.execute(sql).fetchall()
        except duckdb.Error as error:
            raise UnreadableTexts(path, problem_of(error)) from error


def _keep_numbers(database: duckdb.DuckDBPyConnection, number: str) -> None:
    """Make the ids of the input numbers, where all of them are as they are written."""
    others = f"SELECT 1 FROM input WHERE TRY_CAST(id AS {number})::VARCHAR IS DISTINCT FROM id LIMIT 1"
    if not database.execute(others).fetchall():
        database.execute(f"ALTER TABLE input ALTER id TYPE {number}")


def _time(name: str | None, source: TextSource) -> tuple[str, str]:
    """SQL of the time, null where it cannot be read, and of whether one is stated."""
    if name is None:
        return "NULL::TIMESTAMPTZ", "false"
    kind = "VARCHAR" if source.as_written else source.types[name]
    numeric = kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UBIGINT", "DOUBLE", "FLOAT")
    given = f"trim({quote(name)})" if kind == "VARCHAR" else quote(name)
    value = f"to_timestamp({_seconds(given if numeric else f'TRY_CAST({given} AS DOUBLE)')})"
    if not numeric:
        moment = f"TRY_CAST({given} AS TIMESTAMPTZ)"
        is_one = f"isfinite({moment})" + (f" AND {_has_year(given)}" if kind == "VARCHAR" else "")
        value = f"CASE WHEN {is_one} THEN {moment} ELSE {value} END"
    return value, f"{quote(name)} IS NOT NULL"


def _has_year(text: str) -> str:
    """Whether a time as text begins with a year of four digits: DuckDB reads 1-2-26 as February of year 1."""
    return f"regexp_matches({text}, '^[0-9]{{4}}[^0-9]')"


def _seconds(value: str) -> str:
    """SQL of the seconds since 1970 that a number of these, or of a thousandth, millionth … of them, says.

    What is not finite is sorted out first: DuckDB takes for granted what Parquet says of a column's range,
    which is without its NaN.
    """
    units = " ".join(
        f"WHEN abs({value}) < {_YEAR_9999}e{power} THEN {value} / 1e{power}" for power in (3, 6, 9)
    )
    within = f"CASE WHEN {value} BETWEEN {_YEAR_1} AND {_YEAR_9999} THEN {value} {units} END"
    return f"CASE WHEN isfinite({value}::DOUBLE) THEN {within} END"
