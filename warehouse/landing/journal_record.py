"""A record of a journal: a line of JSON, and the bytes of the page."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, get_type_hints

from warehouse.tables import Fetch, Page

logger = logging.getLogger(__name__)

Row = TypeVar("Row", Fetch, Page)


@dataclass(frozen=True)
class JournalRecord:
    """One outcome and its page; `is_awaited`: the row of an article whose outcome is still to come."""

    fetch: Fetch
    page: Page | None = None
    is_awaited: bool = False


def encoded(record: JournalRecord) -> bytes:
    """The bytes that stand for a record."""
    body = record.page.body if record.page else b""
    page = record.page and vars(replace(record.page, body=b""))
    plain = {"fetch": vars(record.fetch), "page": page, "awaited": record.is_awaited, "bytes": len(body)}
    return json.dumps(plain, default=_plain).encode() + b"\n" + body


def _plain(value: datetime | bytes) -> str:
    return value.isoformat() if isinstance(value, datetime) else ""


def read_records(path: Path) -> Iterator[JournalRecord]:
    """The records of a journal, one at a time, up to where it was cut off."""
    with path.open("rb") as file:
        while line := file.readline():
            try:
                yield _decoded(json.loads(line), file)
            except (ValueError, KeyError, TypeError):
                left = path.stat().st_size - file.tell() + len(line)
                logger.warning("%s: its last %d bytes were cut off", path, left)
                return


def _decoded(plain: dict[str, Any], file: BinaryIO) -> JournalRecord:
    body = file.read(plain["bytes"])
    if len(body) < plain["bytes"]:
        raise ValueError("cut off")
    page = plain["page"] and replace(_row(plain["page"], Page), body=body)
    return JournalRecord(_row(plain["fetch"], Fetch), page, plain["awaited"])


def _row(plain: dict[str, Any], kind: type[Row]) -> Row:
    """A row of today's columns, whichever version of copydesk wrote it."""
    hints = get_type_hints(kind)
    known = {field.name: plain[field.name] for field in fields(kind) if field.name in plain}
    return kind(**{name: _typed(value, str(hints[name])) for name, value in known.items()})


def _typed(value: Any, hint: str) -> Any:
    if isinstance(value, str) and "datetime" in hint:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
