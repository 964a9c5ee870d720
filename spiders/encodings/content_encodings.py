"""Content encodings, undone within a bound, and strict about their end.

Observed: servers and proxies break off in the middle of a compressed response, and Scrapy and warcio take
what came so far for the whole: half a story lands as a story. The rule: a stream that does not reach its own
end is cut short. Of gzip only the compressed part counts, as in browsers: a missing or wrong checksum behind
it loses nothing. What stands behind the end of a stream is left alone (the Brotli library refuses it); a
further gzip member belongs to it (RFC 1952, 2.2).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli
import zstandard

from warehouse.values import FetchReason

GZIP = b"\x1f\x8b"
_PIECE = 65_536
_ZSTD_PIECE = 1_024
"""A kilobyte may stand for thirty megabytes."""


class DecodingError(Exception):
    """A body that cannot be unpacked; `reason` is a code of the ledger, `so_far` what came before."""

    def __init__(self, reason: FetchReason, detail: str, so_far: bytes = b""):
        super().__init__(detail)
        self.reason = reason
        self.so_far = so_far


def decode(body: bytes, encoding: str, most: int) -> bytes:
    """A body without one content encoding (RFC 9110, 8.4.1; `br`, `zstd` and `identity` too).

    Raises DecodingError: `too_large` for more than `most` bytes, `cut_short`, `bad_encoding`.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in _DECODERS:
        raise DecodingError(FetchReason.BAD_ENCODING, f"unknown content encoding {name[:40]}")
    return _DECODERS[name](body, most) if body else body


class _Output:
    """Pieces of a decoded body, counted."""

    def __init__(self, most: int) -> None:
        self._pieces: list[bytes] = []
        self._left = most

    def add(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise DecodingError(FetchReason.TOO_LARGE, "larger than the maximum when unpacked")
        self._pieces.append(piece)

    def all(self) -> bytes:
        return b"".join(self._pieces)

    def cut_short(self, encoding: str) -> DecodingError:
        return DecodingError(FetchReason.CUT_SHORT, f"the {encoding} stream ends early", self.all())


def _gunzip(body: bytes, most: int) -> bytes:
    output = _Output(most)
    rest = body
    while rest.startswith(GZIP):
        start = _gzip_data(rest)
        if start is None:
            raise output.cut_short("gzip")
        rest = _inflate(rest[start:], output, -15, "gzip")[8:]
    if rest is body:
        raise DecodingError(FetchReason.BAD_ENCODING, "not in gzip format")
    return output.all()


def _gzip_data(member: bytes) -> int | None:
    """Where the data of a member begins, behind its header (RFC 1952, 2.3); None where the header is cut."""
    if len(member) < 10:
        return None
    flags, start = member[3], 10
    if flags & 4:
        start += 2 + int.from_bytes(member[10:12], "little")
    for _ in range(bool(flags & 8) + bool(flags & 16)):
        start = member.find(b"\0", start) + 1
        if start == 0:
            return None
    return start + (2 if flags & 2 else 0)


def _inflate(data: bytes, output: _Output, wbits: int, name: str) -> bytes:
    """Adds the plain text to the output and gives what stands behind the stream."""
    inflater = zlib.decompressobj(wbits)
    try:
        while data and not inflater.eof:
            output.add(inflater.decompress(data, _PIECE))
            data = inflater.unconsumed_tail
        if not inflater.eof:
            output.add(inflater.flush())
    except zlib.error as error:
        raise DecodingError(FetchReason.BAD_ENCODING, str(error), output.all()) from error
    if not inflater.eof:
        raise output.cut_short(name)
    return inflater.unused_data


def _undeflate(body: bytes, most: int) -> bytes:
    """zlib's format as the standard says, or bare deflate as some servers send."""
    for wbits in (15, -15):
        output = _Output(most)
        try:
            _inflate(body, output, wbits, "deflate")
        except DecodingError as error:
            if error.reason is not FetchReason.BAD_ENCODING or error.so_far or wbits < 0:
                raise
            continue
        break
    return output.all()


def _unbrotli(body: bytes, most: int) -> bytes:
    output, unpacker = _Output(most), brotli.Decompressor()
    try:
        output.add(unpacker.process(body, output_buffer_limit=_PIECE))
        while not unpacker.is_finished() and (piece := unpacker.process(b"", output_buffer_limit=_PIECE)):
            output.add(piece)
    except brotli.error as error:
        raise DecodingError(FetchReason.BAD_ENCODING, str(error), output.all()) from error
    if not unpacker.is_finished():
        raise output.cut_short("Brotli")
    return output.all()


def _unzstd(body: bytes, most: int) -> bytes:
    output = _Output(most)
    rest = body
    while rest:
        unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        try:
            for start in range(0, len(rest), _ZSTD_PIECE):
                output.add(unpacker.decompress(rest[start : start + _ZSTD_PIECE]))
                if unpacker.eof:
                    break
        except zstandard.ZstdError as error:
            raise DecodingError(FetchReason.BAD_ENCODING, str(error), output.all()) from error
        if not unpacker.eof:
            raise output.cut_short("zstd")
        behind = unpacker.unused_data + rest[start + _ZSTD_PIECE :]
        rest = behind if behind.startswith(b"\x28\xb5\x2f\xfd") else b""
    return output.all()


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
