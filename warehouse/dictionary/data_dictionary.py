"""The page docs/data-dictionary.md: every landed table and every view, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa

from warehouse.dictionary.markdown_table import markdown_table
from warehouse.dictionary.row_schema import summary_of
from warehouse.query.connection import connect
from warehouse.query.scan import duckdb_type
from warehouse.query.viewtext import VIEWS, column_comments, view
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import SCHEMA_VERSION, TABLES, ColumnText, Record, columns
from warehouse.tables.arrow import arrow_schema
from warehouse.values import Value

_INTRODUCTION = f"""# Data dictionary

Generated from `warehouse/tables`, `values` and `views` by `python -m warehouse.dictionary docs`; do not edit.
Schema version {SCHEMA_VERSION}: an additive change raises the minor part, a breaking one the major.

The same descriptions are in the metadata of every Parquet field and in the comments of `warehouse.duckdb`.
All times are UTC. JSON Schemas of the landed rows are in `docs/schema`; the fields of an export, which
holds the view `articles`, are described in its own `datapackage.json`.
"""
_VALUES = """# Values

The values of the columns that have few. For what to do about a reason see [outcomes.md](outcomes.md).
"""


def markdown() -> str:
    """The whole dictionary."""
    tables = [part for name, record in TABLES.items() for part in _table(name, record)]
    with connect(EMPTY) as database:
        views = [
            part
            for name in VIEWS
            for part in _view(name, database.execute(f"DESCRIBE main.{name}").fetchall())
        ]
    parts = [_INTRODUCTION, "# Landed tables\n", *tables, "# Views\n", *views, _VALUES, *_values()]
    return "\n".join(parts).rstrip() + "\n"


def _table(name: str, record: type[Record]) -> Iterator[str]:
    layout = LAYOUTS[name]
    yield f"## {name}\n"
    stored = f"Partitioned by `landed_{layout.unit}`; sorted by {_order(layout.order)}."
    yield f"{summary_of(record)} {stored}\n"
    rows = [_row(field, columns(record)[field.name].text) for field in arrow_schema(record)]
    yield from markdown_table(("column", "type", "meaning", "unit", "when not known", "example"), rows)


def _row(field: pa.Field, text: ColumnText) -> tuple[object, ...]:
    return field.name, _type(field.type), text.description, text.unit, text.fallback, text.example


def _values() -> Iterator[str]:
    """Every set of values, with the columns that hold them."""
    holders: dict[type[Value], list[str]] = defaultdict(list)
    for table, record in TABLES.items():
        for name, column in columns(record).items():
            if column.values:
                holders[column.values].append(f"`{table}.{name}`")
    for values, names in holders.items():
        yield f"## {', '.join(names)}\n"
        yield from markdown_table(("value", "meaning"), [(f"`{value}`", value.meaning) for value in values])


def _view(name: str, described: list[tuple[str, ...]]) -> Iterator[str]:
    comments = column_comments(name)
    yield f"## {name}\n"
    yield f"{view(name).comment}\n"
    rows = [(column, kind, comments.get(column)) for column, kind, *_ in described]
    yield from markdown_table(("column", "type", "meaning"), rows)


def _order(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "arrival"


def _type(arrow: pa.DataType) -> str:
    return duckdb_type(arrow).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
