"""Matching of a batch against a long history in the snapshot: processor time, memory and disk.

The history is made of the rows that signing would write, hashes drawn at random, and committed the way runs
do. One in ten of the new articles shares three fifths of its bands with an old one.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedupe.articles.candidates.band import BANDS, SENTENCE_BAND, TEXT_BAND
from dedupe.articles.version import matching_version
from flows.matching.band_lookup import shared_bands
from flows.matching.candidates import load_articles_around, near_candidates, same_words
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.query.temporary_tables import fill_table
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Band, Signature
from warehouse.tables.arrow import arrow_schema
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.retention import Retention

SENTENCES = 20
"""Sentences of seven words and more in an article of 450 words; the corpus has 29.7 in 679 words."""

SHINGLES = 446
"""Of such an article; a minimum is that of so many hashes, so its upper bits are mostly zero."""

A_COMMIT = 50_000
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Matching:
    """Seconds of processor time to match, pairs found, peak memory in MiB, bytes of disk an article.

    `files` hold the bands of the history.
    """

    files: int
    seconds: float
    pairs: int
    memory: float
    disk: float


def match_against(folder: Path, history: int, new: int) -> Iterator[Matching]:
    """Match `new` articles against `history` older ones: as runs left them, then as `maintain` leaves them.

    Each in a process of its own with one thread.
    """
    data = DataFolder(folder)
    data.create()
    for prepare, *given in ((_fill, data, history), (maintain, data, NOW, Retention())):
        _alone(prepare, *given)
        snapshot = current_snapshot(data)
        files = [path for table in ("signatures", "bands") for path in snapshot.paths(table)]
        disk = sum(path.stat().st_size for path in files) / history
        seconds, pairs, memory = _alone(_match, data, history, new)
        yield Matching(len(snapshot.paths("bands")), seconds, pairs, memory, disk)


def _alone(what: Callable[..., Any], *given: object) -> Any:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(what, given)


def _fill(data: DataFolder, history: int) -> None:
    for first in range(0, history, A_COMMIT):
        numbers = np.arange(first, min(first + A_COMMIT, history))
        rows = rows_of_matching(numbers, numbers, NOW - timedelta(days=1))
        commit(data, current_snapshot(data), rows, [], NOW - timedelta(days=1))


def _match(data: DataFolder, history: int, new: int) -> tuple[float, int, float]:
    numbers = np.arange(history, history + new)
    like = np.where(numbers % 10 == 0, numbers * 97 % history, numbers)
    rows = rows_of_matching(numbers, like, NOW)
    snapshot = current_snapshot(data)
    with connect(snapshot) as database:
        database.execute("SET threads = 1")
        since = NOW - timedelta(days=14)
        fresh = rows["signatures"].drop_columns("minhash")
        begin = process_time()
        fill_table(database, "new_signatures", fresh.append_column("days", pa.array([14] * new)))
        load_articles_around(database, shared_bands(rows["bands"], snapshot.paths("bands"), since), since)
        pairs = same_words(database, since) + near_candidates(database, since)
        seconds = process_time() - begin
    return seconds, len(pairs), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows_of_matching(
    numbers: npt.NDArray[np.int64], like: npt.NDArray[np.int64], now: datetime
) -> dict[str, pa.Table]:
    """Rows of articles; those that are `like` others share bands with them."""
    ids = [f"{_hash(number):016x}" for number in numbers.tolist()]
    keys = np.array([int(article_id[:8], 16) for article_id in ids], np.uint32)
    rng = np.random.default_rng(int(numbers[0]))
    count = len(numbers)
    texts = _mixed(numbers.astype(np.uint64) * np.uint64(100) + np.uint64(99))
    minima = rng.exponential((1 << 32) / SHINGLES, (count, 128)).astype("<u4")
    signatures = {
        "article_id": ids,
        "revision": [1] * count,
        "source": ["benchmark"] * count,
        "signed_at": [now] * count,
        "text_hash": [f"{text:08x}{rng.bytes(12).hex()}" for text in texts.tolist()],
        "shingles": [SHINGLES] * count,
        "minhash": [row.tobytes() for row in minima],
        "seed": [1] * count,
        "schema_version": ["1.0"] * count,
        "matching_version": [matching_version()] * count,
    }
    band = np.concatenate([np.arange(BANDS), np.full(SENTENCES, SENTENCE_BAND)]).astype(np.int16)
    shared = np.arange(len(band)) % 5 < 3
    of = np.where(shared[None, :], like[:, None], numbers[:, None]).astype(np.uint64)
    hashes = _mixed(np.asarray(of * np.uint64(100) + np.arange(len(band), dtype=np.uint64), np.uint64))
    bands = {
        "band": np.tile(np.append(band, np.int16(TEXT_BAND)), count),
        "hash": np.column_stack([hashes, texts]).ravel(),
        "article_key": np.repeat(keys, len(band) + 1),
        "signed_at": np.full(count * (len(band) + 1), round(now.timestamp() * 1e6)),
    }
    return {
        "signatures": pa.table(signatures, schema=arrow_schema(Signature)),
        "bands": pa.table(bands).cast(arrow_schema(Band)),
    }


def _hash(number: int) -> int:
    return number * 0x9E3779B97F4A7C15 % (1 << 64)


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    values = values * np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(32)
    return ((values * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(32)).astype(np.uint32)
