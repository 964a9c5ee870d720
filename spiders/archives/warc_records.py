"""Records of a WARC file (ISO 28500), each by itself: a bad one is a value, and the next begins behind it.

A record begins with a line `WARC/1.0` or the like. Where one was expected and something else stands, what
stands before the next such line is one broken record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spiders.archives.plain_stream import PlainStream

MAX_HEADER_BYTES = 256 * 1024
MAX_BLOCK_BYTES = 12_000_000
"""As much of a record as is read; twice the largest page and its headers."""
_LINE_BYTES = 65_536


@dataclass(frozen=True)
class WarcRecord:
    """The fields of a record, their names in lower case, and the begin of its block.

    `gap` says why the end of it is missing.
    """

    fields: dict[str, str]
    block: bytes
    gap: str | None

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        return self.fields.get("warc-target-uri", "").strip("<> ")


@dataclass(frozen=True)
class BrokenRecord:
    """What could not be read as a record: where in the plain file it begins, and why."""

    offset: int
    problem: str


def warc_records(stream: PlainStream) -> Iterator[WarcRecord | BrokenRecord]:
    """Every record of a stream in its order."""
    start = stream.offset
    line = _next_line(stream)
    while True:
        if not line:
            gap = stream.take_gap()
            if gap is None:
                return
            yield BrokenRecord(start, gap)
        elif line.startswith(b"WARC/"):
            yield _record(stream, start)
        else:
            yield BrokenRecord(start, f"expected a record, found {line[:40]!r}")
            while line and not line.startswith(b"WARC/"):
                start = stream.offset
                line = stream.line(_LINE_BYTES)
            continue
        start = stream.offset
        line = _next_line(stream)


def _next_line(stream: PlainStream) -> bytes:
    line = b"\n"
    while line and not line.strip():
        line = stream.line(_LINE_BYTES)
    return line


def _record(stream: PlainStream, start: int) -> WarcRecord | BrokenRecord:
    fields = _fields(stream)
    if isinstance(fields, str):
        return BrokenRecord(start, fields)
    length = fields.get("content-length", "")
    if not length.isdigit() or len(length) > 18:
        return BrokenRecord(start, "its header states no Content-Length")
    block = stream.read(min(int(length), MAX_BLOCK_BYTES))
    rest = int(length) - len(block)
    is_whole = rest == 0 or (len(block) == MAX_BLOCK_BYTES and stream.skip(rest) == rest)
    return WarcRecord(fields, block, None if is_whole else stream.take_gap() or "the archive ends in it")


def _fields(stream: PlainStream) -> dict[str, str] | str:
    """The named fields of a header, or what is wrong with it."""
    fields: dict[str, str] = {}
    size, name = 0, ""
    while line := stream.line(_LINE_BYTES):
        size += len(line)
        if size > MAX_HEADER_BYTES:
            return f"its header has more than {MAX_HEADER_BYTES} bytes"
        if not line.strip():
            return fields
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:
            if name in fields:  # a line without a colon is no field, nor is what continues it
                fields[name] += text.strip()
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if colon:
            fields.setdefault(name, value.strip())
    return stream.take_gap() or "the archive ends in its header"
