"""The data dictionary and the JSON Schemas, derived from the records and the views.

`python -m warehouse.dictionary docs` writes `docs/data-dictionary.md` and `docs/schema/<table>.json`; a
test fails when the committed files say something else than the records do.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.lake.storage import STORAGE
from warehouse.query.reader import connect
from warehouse.query.scan import duckdb_type
from warehouse.query.viewtext import VIEWS, column_comments, view
from warehouse.tables import SCHEMA_VERSION, TABLES, Record, arrow_schema, column_text

DRAFT = "https://json-schema.org/draft/2020-12/schema"

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


def json_schema(table: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row of a table."""
    record = TABLES[table]
    schema = arrow_schema(record)
    return {
        "$schema": DRAFT,
        "title": table,
        "description": _first_line(record),
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {field.name: _property(field) for field in schema},
        "required": [field.name for field in schema if not field.nullable],
        "additionalProperties": False,
    }


def write(docs: Path) -> None:
    """Write the dictionary and the schemas under a folder."""
    (docs / "schema").mkdir(parents=True, exist_ok=True)
    (docs / "data-dictionary.md").write_text(markdown(), encoding="utf-8")
    for table in TABLES:
        text = json.dumps(json_schema(table), indent=2, ensure_ascii=False)
        (docs / "schema" / f"{table}.json").write_text(text + "\n", encoding="utf-8")


def _table(name: str, record: type[Record]) -> Iterator[str]:
    storage = STORAGE[name]
    yield f"## {name}\n"
    stored = f"Partitioned by `landed_{storage.unit}`; sorted by {_order(storage.order)}."
    yield f"{_first_line(record)} {stored}\n"
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


def _property(field: pa.Field) -> dict[str, Any]:
    metadata = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    described = {"description": metadata["description"]}
    if "example" in metadata:
        described["examples"] = [metadata["example"]]
    if "unit" in metadata:
        described["$comment"] = f"unit: {metadata['unit']}"
    plain = _json_type(field.type)
    if field.nullable:
        plain["type"] = [plain["type"], "null"]
    return plain | described


def _json_type(arrow: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(arrow):
        return {"type": "array", "items": _json_type(arrow.value_type)}
    if pa.types.is_timestamp(arrow):
        return {"type": "string", "format": "date-time"}
    if pa.types.is_binary(arrow):
        return {"type": "string", "contentEncoding": "base64"}
    if pa.types.is_boolean(arrow):
        return {"type": "boolean"}
    if pa.types.is_integer(arrow):
        return {"type": "integer"}
    return {"type": "number" if pa.types.is_floating(arrow) else "string"}


def _first_line(record: type[Record]) -> str:
    return (record.__doc__ or "").strip().splitlines()[0]


def _order(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns) or "arrival"


def _type(arrow: pa.DataType) -> str:
    return duckdb_type(arrow).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")


def _cell(value: object) -> str:
    return str(value or "").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
