"""Files of texts that cannot be read as they are, as a copy that can.

Observed: one article in a dump of thousands holds half of a surrogate pair (a text cut in the middle of an
emoji) or a byte of another encoding, and readers of JSON, CSV and Parquet refuse the whole file for it; a
byte order mark at the beginning of JSON lines does the same; spreadsheets write UTF-16; and DuckDB reads
gzip and zstd, but neither bzip2 nor xz. The rule: what cannot be a character is read as U+FFFD, in its row
only. It is done where a file was refused, not before: it takes a pass through the file.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from warehouse.query.text_files import UnreadableTexts

_LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""An escaped half of a surrogate pair without the other; backslashes before it are escaped ones."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def repaired(path: Path, folder: Path) -> tuple[Path, int]:
    """A copy in `folder` of a Parquet file, JSON lines or CSV, and how many rows or lines differ in it.

    Raises UnreadableTexts where the file cannot be decompressed.
    """
    if path.open("rb").read(4) == b"PAR1":
        from flows.collection.repaired_parquet import repaired_parquet  # here: it loads Arrow

        return repaired_parquet(path, folder / "repaired.parquet")
    is_csv = ".csv" in path.suffixes or ".tsv" in path.suffixes
    copy = folder / f"repaired.{'csv' if is_csv else 'json' if '.json' in path.suffixes else 'jsonl'}"
    changed = 0
    try:
        with _opened(path) as source, copy.open("w", encoding="utf-8", newline="\n") as target:
            for text in _lines(source):
                fit = text if is_csv else _LONE.sub(r"\1\\ufffd", text)
                changed += fit != text or "\ufffd" in text
                target.write(fit)
    except (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise UnreadableTexts(path, f"cannot be decompressed: {error}") from error
    return copy, changed


def has_mark(path: Path) -> bool:
    """Whether a file begins with a byte order mark. Raises UnreadableTexts as `repaired` does."""
    try:
        with _opened(path) as source:
            return _encoding(source.read(3)) is not None
    except (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise UnreadableTexts(path, f"cannot be decompressed: {error}") from error


def _lines(source: BinaryIO) -> Iterator[str]:
    """The lines, all of which end in one way: readers of CSV refuse files whose lines do not."""
    buffered = io.BufferedReader(cast(io.RawIOBase, source))
    encoding = _encoding(buffered.peek(3)[:3]) or "utf-8"
    return iter(io.TextIOWrapper(buffered, encoding, "replace"))


def _encoding(begin: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if begin.startswith(mark)), None)


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".zst":
        return cast(BinaryIO, zstandard.open(path, "rb"))
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path))
    if path.suffix == ".bz2":
        return cast(BinaryIO, bz2.open(path))
    return cast(BinaryIO, lzma.open(path)) if path.suffix == ".xz" else path.open("rb")
