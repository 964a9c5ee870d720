"""The descriptor of an export as a Data Package (datapackage.org, version 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import pyarrow as pa

_MEDIA = {"parquet": "application/vnd.apache.parquet", "jsonl": "application/jsonl", "csv": "text/csv"}


class File(Protocol):
    """A written file of the export."""

    @property
    def name(self) -> str: ...

    @property
    def bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...


def describe(resources: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The descriptor of an export of these resources."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "copydesk-articles",
        "resources": list(resources),
    }


def resource(file: File, form: str, schema: pa.Schema, comments: Mapping[str, str]) -> dict[str, Any]:
    """One file, every field with its type and its meaning."""
    fields = [
        {"name": field.name, "type": _type(field.type), "description": comments[field.name]}
        for field in schema
    ]
    return {
        "name": file.name.rpartition(".")[0],
        "path": file.name,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": {"fields": fields, "primaryKey": ["article_id"]},
    }


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
