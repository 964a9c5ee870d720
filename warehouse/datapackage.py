"""The descriptor of an export as a Data Package (datapackage.org, version 2.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import pyarrow as pa

from warehouse.viewtext import column_comments

_MEDIA = {"parquet": "application/vnd.apache.parquet", "jsonl": "application/jsonl", "csv": "text/csv"}


class File(Protocol):
    """A written file of the export."""

    @property
    def name(self) -> str: ...

    @property
    def bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...


def describe(schema: pa.Schema, files: Iterable[File], form: str) -> dict[str, Any]:
    """The descriptor: one resource a file, every field with its type and its meaning."""
    fields = _fields(schema)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "copydesk-articles",
        "resources": [
            {
                "name": file.name.rpartition(".")[0],
                "path": file.name,
                "format": form,
                "mediatype": _MEDIA[form],
                "bytes": file.bytes,
                "hash": f"sha256:{file.sha256}",
                "schema": {"fields": fields, "primaryKey": ["article_id"]},
            }
            for file in files
        ],
    }


def _fields(schema: pa.Schema) -> list[dict[str, str]]:
    comments = column_comments("articles")
    return [
        {"name": field.name, "type": _type(field.type), "description": comments.get(field.name, "")}
        for field in schema
    ]


def _type(arrow: pa.DataType) -> str:
    if pa.types.is_list(arrow):
        return "array"
    if pa.types.is_timestamp(arrow):
        return "datetime"
    if pa.types.is_date(arrow):
        return "date"
    if pa.types.is_boolean(arrow):
        return "boolean"
    if pa.types.is_integer(arrow):
        return "integer"
    return "number" if pa.types.is_floating(arrow) else "string"
