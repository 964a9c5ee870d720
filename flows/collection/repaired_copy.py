"""Files of texts that cannot be read as they are, as a copy that can.

Observed: one article in a dump of thousands holds half of a surrogate pair (a text cut in the middle of an
emoji) or a byte of another encoding, and readers of JSON, CSV and Parquet refuse the whole file for it; a
byte order mark at the beginning of JSON lines does the same, and spreadsheets write UTF-16. The rule: what
cannot be a character is read as U+FFFD, in its row only. It is done where a file was refused, not before: it
takes a pass through the file.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

_LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""An escaped half of a surrogate pair without the other; backslashes before it are escaped ones."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def repaired(path: Path, folder: Path) -> tuple[Path, int]:
    """A copy in `folder` of a Parquet file, JSON lines or CSV, and how many rows or lines differ in it."""
    if path.open("rb").read(4) == b"PAR1":
        from flows.collection.repaired_parquet import repaired_parquet  # here: it loads Arrow

        return repaired_parquet(path, folder / "repaired.parquet")
    is_csv = ".csv" in path.suffixes or ".tsv" in path.suffixes
    copy = folder / f"repaired.{'csv' if is_csv else 'json' if '.json' in path.suffixes else 'jsonl'}"
    changed = 0
    with (
        path.open(encoding=_encoding(path) or "utf-8", errors="replace") as source,  # lines end in one way:
        copy.open("w", encoding="utf-8", newline="\n") as target,  # where they do not, CSV is refused
    ):
        for text in source:
            fit = text if is_csv else _LONE.sub(r"\1\\ufffd", text)
            changed += fit != text or "\ufffd" in text
            target.write(fit)
    return copy, changed


def has_mark(path: Path) -> bool:
    """Whether a file begins with a byte order mark."""
    return _encoding(path) is not None


def _encoding(path: Path) -> str | None:
    with path.open("rb") as file:
        begin = file.read(3)
    return next((encoding for mark, encoding in _MARKS.items() if begin.startswith(mark)), None)
