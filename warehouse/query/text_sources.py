"""Files of texts as sources of DuckDB whose cells are what is written in the file.

Observed: where a file states no types, DuckDB guesses from its first 20,480 rows, and casts what comes later:
an id 1.5 among whole numbers became 2, the id of another row. Of CSV it guesses more: rows that begin with #
were left out as comments, first rows of other lengths as titles, and a row with a comma too many made one
column of all. The rule: CSV and JSON are read as text, of the columns that are wanted only; types that JSON
shows are for the caller to try. The first line of CSV has the names of the columns, and which delimiter
parts them into those that are wanted tells the delimiter. What does not fit is an error that names its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.base.errors import CopydeskError
from warehouse.query.quoting import literal, quote

_DELIMITERS = ",;\t|"

_LONGEST_LINE = 1 << 24
"""Bytes of a row of CSV; DuckDB takes 2 MB otherwise."""

_CSV = (
    "auto_detect = false, header = true, quote = '\"', escape = '\"', comment = '', "
    f"allow_quoted_nulls = false, max_line_size = {_LONGEST_LINE}, buffer_size = {2 * _LONGEST_LINE}"
)

_FIELDS = re.compile(r"CSV Error on Line: (\d+).*Expected Number of Columns: (\d+) Found: (\d+)", re.DOTALL)
_OPEN = re.compile(r"CSV Error on Line: (\d+).*unterminated quote", re.DOTALL)
_LONG = re.compile(r"CSV Error on Line: (\d+).*Maximum line size", re.DOTALL)
_MALFORMED = re.compile(r"Malformed JSON in file .*, at byte (\d+) in line (\d+): (.*)")
_QUOTE = (
    "put fields with a delimiter, line end or quotation mark in quotation marks, and double those in them"
)


class UnreadableTexts(CopydeskError):
    """A file of texts that cannot be read, or lacks a column."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True)
class TextSource:
    """What stands after FROM, and the types of the columns that are wanted.

    Where the file states types (Parquet), `as_written` is false. Otherwise all columns are text, as the file
    has it, and `types` are what its first rows look like.
    """

    sql: str
    types: dict[str, str]
    as_written: bool


def source_of(database: duckdb.DuckDBPyConnection, path: Path, wanted: Sequence[str]) -> TextSource:
    """A file by its name: Parquet, JSON lines, JSON or CSV. Raises UnreadableTexts and duckdb.Error."""
    if not path.is_file():
        raise UnreadableTexts(path, "is a folder, not a file" if path.is_dir() else "no such file")
    if not path.stat().st_size:
        raise UnreadableTexts(path, "is empty")
    if any(suffix in (".csv", ".tsv") for suffix in path.suffixes):
        return _csv(path, wanted)
    if ".json" in path.suffixes:
        return _json(database, path, wanted, "auto")
    if any(suffix in (".jsonl", ".ndjson") for suffix in path.suffixes):
        return _json(database, path, wanted, "newline_delimited")
    return _parquet(database, path, wanted)


def problem_of(error: duckdb.Error) -> str:
    """What is wrong, in one line."""
    said = str(error)
    if found := _FIELDS.search(said):
        line, expected, there = found.groups()
        return f"line {line} has {there} fields and the header {expected}; {_QUOTE}"
    if found := _OPEN.search(said):
        return f"line {found[1]}: is a quotation mark left open? {_QUOTE}"
    if found := _LONG.search(said):
        return f"line {found[1]} is longer than {_LONGEST_LINE:,} bytes; shorten its text, or write Parquet"
    if found := _MALFORMED.search(said):
        byte, line, why = found.groups()
        line = int(line) - 1  # DuckDB counts from 2
        return f"malformed JSON in line {line} at byte {byte}: {why.strip()} Correct or delete the line"
    return said.splitlines()[0]


def _parquet(database: duckdb.DuckDBPyConnection, path: Path, wanted: Sequence[str]) -> TextSource:
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            raise UnreadableTexts(
                path,
                "is neither Parquet nor, by its name, JSON or CSV (.jsonl, .ndjson, .json, .csv, .tsv)",
            )
    sql = f"read_parquet({literal(str(path))})"
    types = _types(database, sql, path, wanted)
    large = "SELECT name FROM parquet_schema(?) WHERE precision > 38"
    for (name,) in database.execute(large, [str(path)]).fetchall():
        if name in wanted:
            raise UnreadableTexts(
                path, f"column {name} has decimals of more than 38 digits; write them as text"
            )
    return TextSource(sql, types, as_written=False)


def _json(database: duckdb.DuckDBPyConnection, path: Path, wanted: Sequence[str], form: str) -> TextSource:
    given = f"read_json({literal(str(path))}, format = '{form}'"
    types = _types(database, f"{given})", path, wanted)
    columns = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in types)
    return TextSource(f"{given}, columns = {{{columns}}})", types, as_written=True)


def _types(
    database: duckdb.DuckDBPyConnection, sql: str, path: Path, wanted: Sequence[str]
) -> dict[str, str]:
    described = database.execute(f"DESCRIBE FROM {sql}").fetchall()
    given = {name: kind for name, kind, *_ in described}
    if list(given) == ["json"] and "json" not in wanted:
        raise UnreadableTexts(path, "holds no JSON objects")
    _refuse_lacking(path, wanted, list(given))
    return {name: given[name] for name in wanted}


def _csv(path: Path, wanted: Sequence[str]) -> TextSource:
    delimiter, names = _header(path, wanted)
    if not any(names):
        raise UnreadableTexts(path, "its first line is empty; it has to name the columns")
    _refuse_lacking(path, wanted, names)
    for name in wanted:
        if names.count(name) > 1:
            raise UnreadableTexts(
                path, f"has {names.count(name)} columns {name}; give them names of their own"
            )
    columns = ", ".join(f"c{number}: 'VARCHAR'" for number in range(len(names)))
    chosen = ", ".join(f"c{names.index(name)} AS {quote(name)}" for name in dict.fromkeys(wanted))
    sql = f"read_csv({literal(str(path))}, {_CSV}, delim = {literal(delimiter)}, columns = {{{columns}}})"
    return TextSource(f"(SELECT {chosen} FROM {sql})", dict.fromkeys(wanted, "VARCHAR"), as_written=True)


def _header(path: Path, wanted: Sequence[str]) -> tuple[str, list[str]]:
    """The delimiter by which most of the wanted columns are there, then most columns; and their names."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        found = []
        for delimiter in _DELIMITERS:
            file.seek(0)
            try:
                found.append(
                    (delimiter, [name.strip() for name in next(csv.reader(file, delimiter=delimiter))])
                )
            except (csv.Error, StopIteration) as error:
                raise UnreadableTexts(path, f"its first line is no header of CSV: {error}") from error
    return max(found, key=lambda each: (len(set(wanted).intersection(each[1])), len(each[1])))


def _refuse_lacking(path: Path, wanted: Sequence[str], given: Sequence[str]) -> None:
    for name in wanted:
        if name not in given:
            raise UnreadableTexts(path, f"has no column {name}; it has {', '.join(given)}")
