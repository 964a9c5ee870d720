"""Records as Arrow tables and back."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

from warehouse.tables.column import SCHEMA_VERSION, Column, Record, columns

_ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}

R = TypeVar("R", bound=Record)


@cache
def arrow_schema(record: type[Record]) -> pa.Schema:
    """The Arrow schema of a table, every field with its description as metadata."""
    hints = _hints(record)
    fields = [_arrow_field(name, column, hints[name]) for name, column in columns(record).items()]
    return pa.schema(fields, metadata={"schema_version": SCHEMA_VERSION, "record": record.__name__})


@cache
def _hints(record: type[Record]) -> dict[str, Any]:
    """The types of a record's fields; to evaluate them takes as long as to read a page."""
    return get_type_hints(record)


def to_arrow(rows: Iterable[Record], record: type[Record]) -> pa.Table:
    """Rows as an Arrow table with the schema of their record.

    Half of a surrogate pair, which no text may hold and JSON can write, becomes U+FFFD.
    """
    schema = arrow_schema(record)
    rows = list(rows)
    arrays = [_array(list(map(attrgetter(field.name), rows)), field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(table: pa.Table, record: type[R]) -> list[R]:
    """The rows of an Arrow table as records; a column that the table lacks takes the field's default."""
    hints = _hints(record)
    names = [name for name in columns(record) if name in table.column_names]
    values = [_from_plain(table.column(name).to_pylist(), hints[name]) for name in names]
    return [record(**dict(zip(names, row, strict=True))) for row in zip(*values, strict=True)]


def _arrow_field(name: str, column: Column, hint: Any) -> pa.Field:
    plain, nullable = _without_none(hint)
    described = {key: value for key, value in dataclasses.asdict(column.text).items() if value is not None}
    arrow = pa.type_for_alias(column.arrow) if column.arrow else _arrow_type(plain)
    return pa.field(name, arrow, nullable=nullable and not column.derived, metadata=described)


def _arrow_type(hint: Any) -> pa.DataType:
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(get_args(hint)[0]))
    return _ARROW_TYPES[hint]


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (types.UnionType, typing.Union):
        (plain,) = (arm for arm in get_args(hint) if arm is not type(None))
        return plain, True
    return hint, False


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:  # a last defence: one page must not stop a run
        return pa.array(_whole(values), type=kind)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_whole(item) for item in value] if isinstance(value, list | tuple) else value


def _from_plain(values: list[Any], hint: Any) -> list[Any]:
    plain, _ = _without_none(hint)
    if get_origin(plain) is not tuple:
        return values
    return [None if value is None else tuple(value) for value in values]
