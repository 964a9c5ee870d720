"""The plain bytes of an archive file, whatever it is packed in, read from one end to the other.

Observed: WARC files come plain, in gzip with a member for each record, in gzip as one file, in zstd with a
dictionary of their own, and inside of WACZ files; and with damage in the middle. The rule: all are one stream
of plain bytes. A member that cannot be unpacked is a gap in it, behind which the next member follows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO

import zstandard

from spiders.encodings.content_encodings import GZIP

_GZIP_MEMBER = GZIP + b"\x08"
_ZSTD_FRAME = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY_BYTES = 10_000_000
_PIECE = 65_536
_ZSTD_PIECE = 1_024


class Gap(str):
    """A place where bytes are missing, and why."""


class PlainStream:
    """Reads pieces; a read ends at a gap, which `take_gap` then gives."""

    def __init__(self, pieces: Iterator[bytes | Gap]) -> None:
        self._pieces = pieces
        self._buffer = b""
        self._at = 0
        self._gap: Gap | None = None
        self.offset = 0
        """Plain bytes read so far."""

    def read(self, count: int) -> bytes:
        """So many bytes; fewer at a gap or at the end."""
        parts = []
        while count > 0 and self._fill():
            part = self._buffer[self._at : self._at + count]
            self._advance(len(part))
            count -= len(part)
            parts.append(part)
        return b"".join(parts)

    def skip(self, count: int) -> int:
        """Passes over so many bytes, and gives how many there were."""
        left = count
        while left > 0 and self._fill():
            step = min(left, len(self._buffer) - self._at)
            self._advance(step)
            left -= step
        return count - left

    def line(self, limit: int) -> bytes:
        """A line with its end, or its first `limit` bytes; nothing at a gap or at the end."""
        parts, length = [], 0
        while length < limit and self._fill():
            end = self._buffer.find(b"\n", self._at, self._at + limit - length)
            stop = end + 1 if end >= 0 else min(len(self._buffer), self._at + limit - length)
            parts.append(self._buffer[self._at : stop])
            length += stop - self._at
            self._advance(stop - self._at)
            if end >= 0:
                break
        return b"".join(parts)

    def take_gap(self) -> Gap | None:
        """The gap that the last read ended at; what is read next stands behind it."""
        gap, self._gap = self._gap, None
        return gap

    def _advance(self, count: int) -> None:
        self._at += count
        self.offset += count

    def _fill(self) -> bool:
        while self._at >= len(self._buffer) and self._gap is None:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            if isinstance(piece, Gap):
                self._gap = piece
            else:
                self._buffer, self._at = piece, 0
        return self._gap is None


def plain_stream(file: IO[bytes]) -> PlainStream:
    """The stream of an open file, by its first bytes. Bytes of the file are read as they are needed."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(GZIP):
        return PlainStream(_gzip_pieces(file))
    if start in (_ZSTD_FRAME, _ZSTD_DICTIONARY):
        return PlainStream(_zstd_pieces(file))
    return PlainStream(iter(lambda: file.read(_PIECE), b""))


def _gzip_pieces(file: IO[bytes]) -> Iterator[bytes | Gap]:
    inflater, waiting, has_begun = zlib.decompressobj(31), b"", False
    while True:
        waiting = waiting or file.read(_PIECE)
        if not waiting:
            break
        try:
            piece = inflater.decompress(waiting, _PIECE)
            has_begun, waiting = True, inflater.unconsumed_tail
        except zlib.error as error:
            yield Gap(f"broken gzip: {error}")
            waiting = _next_member(file, waiting[1:], _GZIP_MEMBER)
            inflater, has_begun = zlib.decompressobj(31), False
            continue
        if piece:
            yield piece
        if inflater.eof:
            waiting = inflater.unused_data
            inflater, has_begun = zlib.decompressobj(31), False
    if has_begun:
        yield Gap("the file ends early")


def _next_member(file: IO[bytes], waiting: bytes, begin: bytes) -> bytes:
    """Passes over the file up to what looks like the begin of a member, and gives what was read of that."""
    while (found := waiting.find(begin)) < 0:
        more = file.read(_PIECE)
        if not more:
            return b""
        waiting = waiting[-len(begin) + 1 :] + more
    return waiting[found:]


def _zstd_pieces(file: IO[bytes]) -> Iterator[bytes | Gap]:
    dictionary = _zstd_dictionary(file)
    unpacker, waiting, has_begun = None, b"", False
    while True:
        waiting = waiting or file.read(_ZSTD_PIECE)
        if not waiting:
            break
        try:
            if unpacker is None:
                unpacker = zstandard.ZstdDecompressor(dictionary, max_window_size=1 << 27).decompressobj()
            piece = unpacker.decompress(waiting)
        except zstandard.ZstdError as error:
            yield Gap(f"broken zstd: {error}")
            waiting = _next_member(file, waiting[1:], _ZSTD_FRAME)
            unpacker, has_begun = None, False
            continue
        has_begun, waiting = True, b""
        if piece:
            yield piece
        if unpacker.eof:
            waiting, unpacker, has_begun = unpacker.unused_data, None, False
    if has_begun:
        yield Gap("the file ends early")


def _zstd_dictionary(file: IO[bytes]) -> zstandard.ZstdCompressionDict | None:
    """The dictionary that `.warc.zst` files carry in a first frame of its own (IIPC's specification)."""
    if file.read(4) != _ZSTD_DICTIONARY:
        file.seek(0)
        return None
    size = int.from_bytes(file.read(4), "little")
    dictionary = file.read(min(size, _MAX_DICTIONARY_BYTES))
    if dictionary.startswith(_ZSTD_FRAME):
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        dictionary = unpacker.decompress(dictionary[:1_000_000])[:_MAX_DICTIONARY_BYTES]
    return zstandard.ZstdCompressionDict(dictionary)
