"""The one definition of a column, from which everything that describes a table is derived.

A table is a frozen dataclass whose fields are made with :func:`column`. The Arrow schema (with its
field metadata), the way it is stored, the comments in DuckDB, the data dictionary and the JSON Schemas all
read from here.
"""

from __future__ import annotations

import dataclasses
from enum import Enum, auto
from functools import cache
from typing import Any, ClassVar, Protocol

from warehouse.values import Value

SCHEMA_VERSION = "2.1"
"""Major.minor of the landed tables: additive changes raise the minor part, breaking ones the major."""


class Record(Protocol):
    """A frozen dataclass whose fields are columns."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


class Stored(Enum):
    """How a column's values are stored, by how they are queried."""

    PLAIN = auto()
    BULK = auto()
    """Its least and greatest value are of no use."""
    SCANNED = auto()
    """Bulk of texts that are read by the thousand: unpacked fast."""
    COUNTED = auto()
    """Few values, by which rows are found and counted: not packed."""
    KEY = auto()
    """Hex digits or hashes that hardly repeat: not packed."""
    SOUGHT_KEY = auto()
    """A key by which single rows are looked up in files that are all alike: with Bloom filters."""


@dataclasses.dataclass(frozen=True)
class ColumnText:
    """What is said of a column wherever it is described."""

    description: str
    unit: str | None = None
    fallback: str | None = None
    example: str | None = None


@dataclasses.dataclass(frozen=True)
class Column:
    """All that is declared of a column beside its name and type; see :func:`column`."""

    text: ColumnText
    values: type[Value] | None
    since: str
    stored: Stored
    arrow: str | None
    derived: str | None


def column(
    description: str,
    *,
    values: type[Value] | None = None,
    unit: str | None = None,
    fallback: str | None = None,
    example: str | None = None,
    since: str = "1.0",
    stored: Stored = Stored.PLAIN,
    arrow: str | None = None,
    derived: str | None = None,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field that is a column.

    `values` are those that it holds (the elements, of a list); they are listed behind the description.
    `fallback` says what stands there when the value is not known, where that is more than the default tells,
    `since` the schema version that it came with, `stored` how it is stored. `arrow` is the alias of an Arrow
    type, in place of the one that follows from the annotation. A column that is `derived` says by an SQL
    expression what it is made of: it is filled when rows are stored, and no record is unlike another by it.
    """
    described = f"{description}: {values.listed()}" if values else description
    text = ColumnText(described, unit, _fallback(fallback, since, default), example)
    metadata = {"column": Column(text, values, since, stored, arrow, derived)}
    if derived:
        return dataclasses.field(default=None, compare=False, metadata=metadata)
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def _fallback(stated: str | None, since: str, default: object) -> str | None:
    """What stands in a column whose value is not known, rows that are older than the column included."""
    if default == ():
        return stated or "empty list"
    if default is not None:
        return stated
    if since == "1.0":
        return stated or "null"
    return f"{stated or 'null: not known'}, or landed before schema {since}"


@cache
def columns(record: type[Record]) -> dict[str, Column]:
    """The columns of a table by name, in the table's order."""
    return {field.name: field.metadata["column"] for field in dataclasses.fields(record)}


@cache
def stored_as(record: type[Record], *ways: Stored) -> tuple[str, ...]:
    """The columns of a table that are stored in one of these ways."""
    return tuple(name for name, column in columns(record).items() if column.stored in ways)


@cache
def derived_columns(record: type[Record]) -> dict[str, str]:
    """The columns of a table that are made of others, with the SQL expression of each."""
    return {name: column.derived for name, column in columns(record).items() if column.derived}


def version_of(record: type[Record]) -> str:
    """The schema version that last added to a table."""
    return max((column.since for column in columns(record).values()), key=_parts)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
