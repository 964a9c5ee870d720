"""JSON Schema of the rows of a landed table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from warehouse.tables import TABLES, Column, Record, columns, version_of
from warehouse.tables.arrow import arrow_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(table: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row of a table."""
    record = TABLES[table]
    schema = arrow_schema(record)
    return {
        "$schema": DRAFT,
        "title": table,
        "description": summary_of(record),
        "version": version_of(record),
        "type": "object",
        "properties": {field.name: _property(field, columns(record)[field.name]) for field in schema},
        "required": [field.name for field in schema if not field.nullable],
        "additionalProperties": False,
    }


def summary_of(record: type[Record]) -> str:
    """The first line of what a record says of itself."""
    return (record.__doc__ or "").strip().splitlines()[0]


def _property(field: pa.Field, column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"description": column.text.description}
    if column.text.example:
        described["examples"] = [column.text.example]
    if column.text.unit:
        described["$comment"] = f"unit: {column.text.unit}"
    plain = _json_type(field.type)
    if column.values:
        plain.get("items", plain).update(column.values.json_schema())
    if not field.nullable:
        return plain | described
    return {"anyOf": [plain, {"type": "null"}]} | described if column.values else _nullable(plain) | described


def _nullable(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"type": [plain["type"], "null"]}


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
