"""The HTTP response that a WARC record holds: its status, its headers and its plain body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spiders.encodings.content_encodings import DecodingError, decode
from spiders.fetching.content_type import MAX_PAGE_BYTES
from warehouse.values import FetchReason

MAX_HEADER_BYTES = 256 * 1024
_MAX_ENCODINGS = 2
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,1000}\r?\n")


@dataclass(frozen=True)
class HttpMessage:
    """A response; `refusal` is the code of the ledger where its body cannot be had whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    refusal: FetchReason | None = None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


def http_message(block: bytes) -> HttpMessage:
    """Reads a response. Raises ValueError where its head is none.

    Many archives hold bodies unpacked beside the headers of the packed ones: what is not in the stated
    encoding is taken as it stands.
    """
    end = re.compile(rb"\r?\n\r?\n").search(block, 0, MAX_HEADER_BYTES)
    status = _STATUS.match(block)
    if status is None:
        raise ValueError("no HTTP status line")
    if end is None and len(block) > MAX_HEADER_BYTES:
        raise ValueError(f"more than {MAX_HEADER_BYTES} bytes of HTTP headers")
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = tuple(_headers(head))
    message = HttpMessage(int(status[1]), headers, body)
    is_chunked = "chunked" in (message.header("transfer-encoding") or "").lower()
    if not is_chunked and _is_cut(message):
        return replace(message, refusal=FetchReason.INCOMPLETE)
    encodings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    try:
        plain = _dechunked(body) if is_chunked else body
    except DecodingError as error:
        return replace(message, body=error.so_far[: MAX_PAGE_BYTES + 1], refusal=error.reason)
    return _unpacked(message, plain, [name for name in encodings.split(",") if name.strip()])


def _is_cut(message: HttpMessage) -> bool:
    """Whether the body is shorter than its headers say; one that is longer was unpacked by the archive."""
    stated = message.header("content-length") or ""
    return stated.isdigit() and len(message.body) < min(int(stated[:18]), MAX_PAGE_BYTES)


def _headers(head: bytes) -> list[tuple[str, str]]:
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines()[1:]
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _unpacked(message: HttpMessage, body: bytes, encodings: list[str]) -> HttpMessage:
    refusal = FetchReason.TOO_MANY_ENCODINGS if len(encodings) > _MAX_ENCODINGS else None
    try:
        for encoding in reversed(encodings[:_MAX_ENCODINGS]):
            body = decode(body, encoding, MAX_PAGE_BYTES)
    except DecodingError as error:
        if error.reason is FetchReason.BAD_ENCODING and not error.so_far:
            refusal = None
        else:
            refusal, body = error.reason, error.so_far
    return replace(message, body=body[: MAX_PAGE_BYTES + 1], refusal=refusal)


def _dechunked(body: bytes) -> bytes:
    """The body without the sizes of its chunks (RFC 9112, 7.1); as it is where it has none.

    Raises DecodingError (`cut_short`).
    """
    parts: list[bytes] = []
    position = 0
    while found := _CHUNK.match(body, position):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        part = body[found.end() : found.end() + size]
        if len(part) < size and parts:
            raise DecodingError(FetchReason.CUT_SHORT, "the last chunk ends early", b"".join([*parts, part]))
        parts.append(part)
        position = found.end() + size
    return b"".join(parts) if parts else body
