"""Looking a batch up in millions of stored bands: seconds, and memory that is not pages of files.

`python benchmarks/matching/bands.py 10 100` writes so many million rows, hashes drawn at random, in files as
compaction leaves them, and looks up what 1,500 articles have, in a process that may hold 1 GiB of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import process_time

import numpy as np
import pyarrow as pa

from benchmarks.matching.history import NOW, rows_of_matching
from dedupe.articles.candidates.band import BANDS, TEXT_BAND
from flows.matching.band_lookup import shared_bands
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.datafile import write_groups
from warehouse.snapshots.layout import LAYOUTS
from warehouse.tables import Band
from warehouse.tables.arrow import arrow_schema

ROWS_A_FILE = 10_000_000
NEW = 1_500
LIMIT = 1 << 30
"""Bytes of data of the process that looks up: RLIMIT_DATA, which pages of files do not count for."""


def write_bands(data: DataFolder, rows: int) -> list[Path]:
    """Files of the table `bands`, each sorted, together of so many rows."""
    layout = LAYOUTS["bands"]
    paths = []
    for number in range(-(-rows // ROWS_A_FILE)):
        count = min(ROWS_A_FILE, rows - number * ROWS_A_FILE)
        groups = _groups(np.random.default_rng(number), count, layout.row_group or count)
        file = write_groups(data, "bands", layout.partition(NOW), groups, 1)
        paths.append(data.files / file.name)
    return paths


def _groups(rng: np.random.Generator, count: int, rows_a_group: int) -> Iterator[pa.Table]:
    band = np.sort(rng.integers(TEXT_BAND, BANDS, count, dtype=np.int16))
    hashes = rng.integers(0, 1 << 32, count, dtype=np.uint32)
    borders = [0, *(np.flatnonzero(band[1:] != band[:-1]) + 1).tolist(), count]
    for begin, end in pairwise(borders):
        hashes[begin:end].sort()
    keys = rng.integers(0, 1 << 32, count, dtype=np.uint32)
    signed = np.full(count, round((NOW - timedelta(days=1)).timestamp() * 1e6))
    for begin in range(0, count, rows_a_group):
        part = slice(begin, begin + rows_a_group)
        columns = {
            "band": band[part],
            "hash": hashes[part],
            "article_key": keys[part],
            "signed_at": signed[part],
        }
        yield pa.table(columns).cast(arrow_schema(Band))


def look_up(paths: list[Path]) -> tuple[float, int, int]:
    """CPU seconds, MiB of its own memory at most beyond what it began with, pairs met."""
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    numbers = np.arange(NEW)
    bands = rows_of_matching(numbers, numbers, NOW)["bands"]
    begin, data = process_time(), _own_memory()
    met = shared_bands(bands, paths, NOW - timedelta(days=14))
    return process_time() - begin, (_own_memory() - data) >> 20, len(met.pairs)


def looked_up(paths: list[Path]) -> tuple[float, int, int]:
    """What `look_up` gives in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(look_up, (paths,))


def _own_memory() -> int:
    """Bytes of data pages, of which the allocator gives few back."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise LookupError("VmData")


def main(millions: list[str]) -> int:
    print("million rows   million articles   GB   CPU s   MiB held   pairs")
    for text in millions or ["10"]:
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(Path(folder))
            data.create()
            rows = int(float(text) * 1e6)
            paths = write_bands(data, rows)
            seconds, held, pairs = looked_up(paths)
            size = sum(path.stat().st_size for path in paths) / 1e9
            print(f"{rows / 1e6:12.0f} {rows / 67e6:18.2f} {size:4.1f} {seconds:7.2f} {held:10} {pairs:7}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
