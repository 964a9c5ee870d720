"""JSON Schema of the rows of a landed table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from warehouse.tables import SCHEMA_VERSION, TABLES, Record, arrow_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(table: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row of a table."""
    record = TABLES[table]
    schema = arrow_schema(record)
    return {
        "$schema": DRAFT,
        "title": table,
        "description": summary_of(record),
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {field.name: _property(field) for field in schema},
        "required": [field.name for field in schema if not field.nullable],
        "additionalProperties": False,
    }


def summary_of(record: type[Record]) -> str:
    """The first line of what a record says of itself."""
    return (record.__doc__ or "").strip().splitlines()[0]


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
