"""The proof of a takedown: a search for the content in every byte of the data folder.

Files are searched as they are, and Parquet files also decoded, for their pages are compressed: every column
that can hold a text, whatever statistics and dictionaries say of it. What is kept beside data files
(`warehouse.snapshots.numbers_beside`) has the keys of articles as numbers. What is searched for are the keys
and URLs of the content and its lines that stood in no other article; short lines prove nothing. A page of
another article may still quote or link it: that is found and reported too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ahocorasick_rs import BytesAhoCorasick, Implementation

from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.erasure.target import Target

SHORTEST = 40
"""Characters of a line that is distinctive."""

_KEY = re.compile(r"[0-9a-f]{16}")
"""An article's key, which stands beside data files as a number."""

MB = 1_000_000
BLOCK = 4 * 1024 * 1024
"""Bytes of a file, or of decoded rows, that are searched at a time: whole numbers of 64 bits."""

MOST = 200
"""Needles of each kind that are searched for: an erased source may have thousands."""


@dataclass(frozen=True)
class Trace:
    """A place where a needle was found."""

    path: Path
    needle: str


def needles(target: Target) -> list[str]:
    """What to search for."""
    lines = [line for line in target.lines if len(line) >= SHORTEST]
    return [
        needle
        for some in (target.articles, target.pages, target.urls, lines)
        for needle in sorted(some, key=len, reverse=True)[:MOST]
    ]


class NeedleSearch:
    """Strings to be found in any bytes, in one pass however many they are."""

    def __init__(self, needles: Iterable[str]) -> None:
        self._needles = [needle.encode() for needle in needles]
        self._automaton = BytesAhoCorasick(self._needles, implementation=Implementation.DFA)
        self.longest = max(map(len, self._needles), default=0)

    def found(self, content: bytes) -> set[bytes]:
        """Those that occur in `content`, also within one another."""
        matches = self._automaton.find_matches_as_indexes(content, overlapping=True)
        return {self._needles[number] for number, _, _ in matches}


def traces(data: DataFolder, target: Target, progress: Progress = SILENT) -> list[Trace]:
    """Every file of the data folder in which something of the content is still found, once a needle.

    What is one file under several names, as data files in snapshots are, is searched once.
    """
    search = NeedleSearch(needles(target))
    numbers = {int(article, 16): article.encode() for article in needles(target) if _KEY.fullmatch(article)}
    allowed = {article.encode() for article in target.articles}
    files: dict[tuple[int, int], list[Path]] = defaultdict(list)
    for path in sorted(data.root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            state = path.stat()
            files[state.st_dev, state.st_ino].append(path)
    left: list[Trace] = []
    sizes = {inode: paths[0].stat().st_size for inode, paths in files.items()}
    with progress.stage("proof", total=sum(sizes.values()) // MB, unit="MB") as stage:
        searched = 0
        for inode, paths in files.items():
            found = _found(paths[0], search, numbers)
            for path in paths:
                told = found - allowed if _is_note(path) else found
                left += (Trace(path, needle.decode()) for needle in sorted(told))
            before, searched = searched, searched + sizes[inode]
            stage.advance(searched // MB - before // MB)
    return left


def _is_note(path: Path) -> bool:
    """Whether the file is of `erasures`: the hash that is kept there begins with the article's key."""
    return path.name.startswith("erasures-")


def _found(path: Path, search: NeedleSearch, numbers: Mapping[int, bytes]) -> set[bytes]:
    found = _in_file(path, search)
    if path.suffix == ".parquet":
        for texts in _decoded(path):
            found |= search.found(texts)
    if path.suffix == ".npy":
        found |= _among_numbers(path, numbers)
    return found


def _in_file(path: Path, search: NeedleSearch) -> set[bytes]:
    """Those that the bytes of a file hold, a BLOCK and the end of the one before it at a time."""
    found: set[bytes] = set()
    end = b""
    for block in _blocks(path):
        content = end + block
        found |= search.found(content)
        end = content[max(len(content) - search.longest, 0) :]
    return found


def _among_numbers(path: Path, numbers: Mapping[int, bytes]) -> set[bytes]:
    """The articles whose keys stand in a file beside data files, which is a row of whole numbers."""
    found, wanted = set[bytes](), np.fromiter(numbers, np.uint64, len(numbers))
    for block in _blocks(path):
        words = np.frombuffer(block, "<u8", count=len(block) // 8)
        found.update(numbers[number] for number in words[np.isin(words, wanted)].tolist())
    return found


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _decoded(path: Path) -> Iterator[bytes]:
    """The bytes of all texts of a Parquet file, about a BLOCK of rows at a time."""
    with pq.ParquetFile(path) as file:
        texts = [field.name for field in file.schema_arrow if _has_text(field.type)]
        for number in range(file.num_row_groups if texts else 0):
            group = file.metadata.row_group(number)
            rows = max(group.num_rows * BLOCK // max(group.total_byte_size, BLOCK), 1)
            for batch in file.iter_batches(rows, row_groups=[number], columns=texts):
                yield from (texts for column in batch.columns for texts in _buffers(column))


def _has_text(kind: pa.DataType) -> bool:
    """Whether `_buffers` finds anything in a column of this type."""
    if pa.types.is_list(kind) or pa.types.is_struct(kind):
        return any(_has_text(kind.field(index).type) for index in range(kind.num_fields))
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _buffers(array: pa.Array) -> Iterable[bytes]:
    if pa.types.is_list(array.type):
        return _buffers(array.flatten())
    if pa.types.is_struct(array.type):
        return [part for child in array.flatten() for part in _buffers(child)]
    if pa.types.is_string(array.type) or pa.types.is_binary(array.type):
        data = array.buffers()[2]
        return [data.to_pybytes()] if data else []
    return []
