"""The proof of a takedown: a search for the content in every byte of the data folder.

Files are searched as they are, and Parquet files also decoded, for their pages are compressed; what is kept
beside data files (`warehouse.snapshots.numbers_beside`) has the keys of articles as numbers. What is searched
for are the keys and URLs of the content and its lines that stood in no other article; short lines prove
nothing. A page of another article may still quote or link it: that is found and reported too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.erasure.target import Target

SHORTEST = 40
"""Characters of a line that is distinctive."""

MB = 1_000_000
BLOCK = 4 * 1024 * 1024

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


def traces(data: DataFolder, target: Target, progress: Progress = SILENT) -> list[Trace]:
    """Every file of the data folder in which something of the content is still found, once a needle.

    What is one file under several names, as data files in snapshots are, is searched once.
    """
    wanted = [needle.encode() for needle in needles(target)]
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
            found = _found(paths[0], wanted)
            for path in paths:
                told = found - allowed if _is_note(path) else found
                left += (Trace(path, needle.decode()) for needle in sorted(told))
            before, searched = searched, searched + sizes[inode]
            stage.advance(searched // MB - before // MB)
    return left


def _is_note(path: Path) -> bool:
    """Whether the file is of `erasures`: the hash that is kept there begins with the article's key."""
    return path.name.startswith("erasures-")


def _found(path: Path, wanted: Sequence[bytes]) -> set[bytes]:
    found = _in_file(path, wanted)
    if path.suffix == ".parquet":
        for haystack in _decoded(path):
            found.update(needle for needle in wanted if needle not in found and needle in haystack)
    if path.suffix == ".npy":
        numbers = {key: needle for needle in wanted if (key := _number(needle))}
        found.update(numbers[key] for key in _in_file(path, list(numbers)))
    return found


def _number(needle: bytes) -> bytes | None:
    """The key of an article as it stands beside data files; None of all else."""
    is_key = re.fullmatch(rb"[0-9a-f]{16}", needle)
    return int(needle, 16).to_bytes(8, "little") if is_key else None


def _in_file(path: Path, wanted: Sequence[bytes]) -> set[bytes]:
    """Those that the bytes of a file hold, a BLOCK and the end of the one before it at a time."""
    found: set[bytes] = set()
    overlap = max(map(len, wanted), default=1) - 1
    with path.open("rb") as file:
        end = b""
        while block := file.read(BLOCK):
            content = end + block
            found.update(needle for needle in wanted if needle not in found and needle in content)
            end = content[len(content) - overlap :]
    return found


def _decoded(path: Path) -> Iterator[bytes]:
    """The bytes of all texts of a Parquet file, some rows at a time."""
    with pq.ParquetFile(path) as file:
        texts = [field.name for field in file.schema_arrow if _has_text(field.type)]
        for batch in file.iter_batches(batch_size=512, columns=texts) if texts else ():
            yield from (b"".join(_buffers(column)) for column in batch.columns)


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
