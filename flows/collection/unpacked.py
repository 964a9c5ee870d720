"""Compressed files of texts, as plain copies.

Observed: DuckDB reads a .gz or .zst that was cut short as if it ended there, without a word where a row ends,
and looks neither at lengths nor at checksums; it reads neither bzip2 nor xz. The rule: what is compressed is
unpacked into the working folder first, whole or not at all.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import zstandard

from warehouse.query.text_sources import UnreadableTexts

_AT_ONCE = 1 << 16
_GZIP = 31
"""zlib's number for gzip, checksum and length included."""


class _Frame(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


_FRAMES: dict[str, Callable[[], _Frame]] = {
    ".gz": lambda: zlib.decompressobj(_GZIP),
    ".zst": lambda: zstandard.ZstdDecompressor().decompressobj(),
    ".bz2": bz2.BZ2Decompressor,
    ".xz": lzma.LZMADecompressor,
}


def unpacked(path: Path, folder: Path) -> Path:
    """A plain copy in `folder`, named as the file without .gz, .zst, .bz2 or .xz.

    Raises UnreadableTexts where the file is not all there.
    """
    copy = folder / path.stem
    try:
        with copy.open("wb") as target:
            target.writelines(_unpacked(path, _FRAMES[path.suffix]))
    except (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError) as error:
        raise UnreadableTexts(path, f"cannot be decompressed: {error}; fetch or compress it again") from error
    return copy


def _unpacked(path: Path, new_frame: Callable[[], _Frame]) -> Iterator[bytes]:
    """Frame by frame, since several may follow each other; zeros between them are padding."""
    frame, left = None, b""
    with path.open("rb") as source:
        while given := left or source.read(_AT_ONCE):
            frame = frame or new_frame()
            yield frame.decompress(given)
            left = frame.unused_data.lstrip(b"\0")
            frame = None if frame.eof else frame
    if frame is not None:
        raise EOFError("it ends before its end was reached")
