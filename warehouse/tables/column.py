"""The one definition of a column, from which everything that describes a table is derived.

A table is a frozen dataclass whose fields are made with :func:`column`. The Arrow schema (with its
field metadata), the comments in DuckDB and the data dictionary all read the same text from here.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

SCHEMA_VERSION = "2.1"
"""Major.minor of the landed tables: additive changes raise the minor part, breaking ones the major."""

_ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}


class Record(Protocol):
    """A frozen dataclass whose fields are columns."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


@dataclasses.dataclass(frozen=True)
class ColumnText:
    """What is said of a column wherever it is described."""

    description: str
    unit: str | None = None
    fallback: str | None = None
    example: str | None = None


def column(
    description: str,
    *,
    unit: str | None = None,
    fallback: str | None = None,
    example: str | None = None,
    arrow: pa.DataType | None = None,
    derived: str | None = None,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field that is a column.

    `fallback` says what stands there when the value is not known; `arrow` overrides the type that
    follows from the annotation. A column that is `derived` says by an SQL expression what it is made of: it
    is filled when rows are stored, and no record is unlike another by it.
    """
    text = ColumnText(description, unit, fallback, example)
    metadata = {"column": text, "arrow": arrow, "derived": derived}
    if derived:
        return dataclasses.field(default=None, compare=False, metadata=metadata)
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def column_text(field: dataclasses.Field[Any]) -> ColumnText:
    text = field.metadata["column"]
    assert isinstance(text, ColumnText)
    return text


@cache
def derived_columns(record: type[Record]) -> dict[str, str]:
    """The columns of a table that are made of others, with the SQL expression of each."""
    derived = {field.name: field.metadata["derived"] for field in dataclasses.fields(record)}
    return {name: sql for name, sql in derived.items() if sql}


@cache
def arrow_schema(record: type[Record]) -> pa.Schema:
    """The Arrow schema of a table, every field with its description as metadata."""
    hints = get_type_hints(record)
    fields = [_arrow_field(field, hints[field.name]) for field in dataclasses.fields(record)]
    return pa.schema(fields, metadata={"schema_version": SCHEMA_VERSION, "record": record.__name__})


def to_arrow(rows: Iterable[Record], record: type[Record]) -> pa.Table:
    """Rows as an Arrow table with the schema of their record.

    Half of a surrogate pair, which no text may hold and JSON can write, becomes U+FFFD.
    """
    schema = arrow_schema(record)
    rows = list(rows)
    arrays = [_array(list(map(attrgetter(field.name), rows)), field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


R = TypeVar("R", bound=Record)


def from_arrow(table: pa.Table, record: type[R]) -> list[R]:
    """The rows of an Arrow table as records; a column that the table lacks takes the field's default."""
    hints = get_type_hints(record)
    names = [field.name for field in dataclasses.fields(record) if field.name in table.column_names]
    columns = [_from_plain(table.column(name).to_pylist(), hints[name]) for name in names]
    return [record(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def _arrow_field(field: dataclasses.Field[Any], hint: Any) -> pa.Field:
    text = column_text(field)
    plain, nullable = _without_none(hint)
    described = {key: value for key, value in dataclasses.asdict(text).items() if value is not None}
    arrow = field.metadata["arrow"] or _arrow_type(plain)
    nullable = nullable and not field.metadata["derived"]
    return pa.field(field.name, arrow, nullable=nullable, metadata=described)


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
