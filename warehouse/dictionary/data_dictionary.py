"""The page docs/data-dictionary.md: every landed table and every view, column by column."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pyarrow as pa

from warehouse.dictionary.row_schema import summary_of
from warehouse.query.connection import connect
from warehouse.query.scan import duckdb_type
from warehouse.query.viewtext import VIEWS, column_comments, view
from warehouse.snapshots.layout import LAYOUTS
from warehouse.tables import SCHEMA_VERSION, TABLES, Record, arrow_schema, column_text

_INTRODUCTION = f"""# Data dictionary

Generated from `warehouse/tables` and `warehouse/views` by `python -m warehouse.dictionary docs`; do not edit.
Schema version {SCHEMA_VERSION}: an additive change raises the minor part, a breaking one the major.

The same descriptions are in the metadata of every Parquet field and in the comments of `warehouse.duckdb`.
All times are UTC. JSON Schemas of the landed rows are in [schema/](schema/); the fields of an export, which
holds the view `articles`, are described in its own `datapackage.json`.
"""


def markdown() -> str:
    """The whole dictionary."""
    tables = [part for name, record in TABLES.items() for part in _table(name, record)]
    with connect(None) as database:
        views = [
            part
            for name in VIEWS
            for part in _view(name, database.execute(f"DESCRIBE main.{name}").fetchall())
        ]
    return "\n".join([_INTRODUCTION, "# Landed tables\n", *tables, "# Views\n", *views]).rstrip() + "\n"


def _table(name: str, record: type[Record]) -> Iterator[str]:
    storage = LAYOUTS[name]
    yield f"## {name}\n"
    stored = f"Partitioned by `landed_{storage.unit}`; sorted by {_order(storage.order)}."
    yield f"{summary_of(record)} {stored}\n"
    yield "| column | type | meaning | unit | when not known | example |"
    yield "| --- | --- | --- | --- | --- | --- |"
    fields = {field.name: field for field in dataclasses.fields(record)}
    for field in arrow_schema(record):
        text = column_text(fields[field.name])
        fallback = text.fallback or ("null" if field.nullable else "")
        cells = (field.name, _type(field.type), text.description, text.unit, fallback, text.example)
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"
    yield ""


def _view(name: str, columns: list[tuple[str, ...]]) -> Iterator[str]:
    comments = column_comments(name)
    yield f"## {name}\n"
    yield f"{view(name).comment}\n"
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column, kind, *_ in columns:
        yield f"| {column} | {_cell(kind)} | {_cell(comments.get(column))} |"
    yield ""


def _order(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns) or "arrival"


def _type(arrow: pa.DataType) -> str:
    return duckdb_type(arrow).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")


def _cell(value: object) -> str:
    return str(value or "").replace("|", "\\|").replace("\n", " ")
