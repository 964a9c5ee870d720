"""Looking a batch's bands up in stored files: the same rows as a join finds, whatever the files are like."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warehouse_rows import NOON

from dedupe.articles.candidates.band import SENTENCE_BAND
from dedupe.articles.candidates.shared_bands import sharing_pairs
from flows.matching.band_lookup import Keys, keys_of, stored_rows_with
from warehouse.snapshots.parquet import sort_rows, write_rows
from warehouse.tables import Band
from warehouse.tables.arrow import arrow_schema


def band_rows(seed: int, count: int, signed_at: datetime = NOON) -> pa.Table:
    """Rows whose hashes repeat often, in a few bands."""
    rng = np.random.default_rng(seed)
    columns = {
        "band": rng.choice([SENTENCE_BAND, 0, 1, 7, 41], count).astype(np.int16),
        "hash": rng.integers(0, 1 << 32, 500, dtype=np.uint32)[rng.integers(0, 500, count)],
        "article_key": rng.integers(0, 1 << 32, count, dtype=np.uint32),
        "signed_at": [signed_at] * count,
    }
    return pa.table(columns).cast(arrow_schema(Band))


def batch(rows: pa.Table) -> Keys:
    """Every third row of a table as the keys of a batch, and a few that the table lacks."""
    some = rows.slice(0, rows.num_rows // 3)
    keys = keys_of(some["band"].to_numpy(), some["hash"].to_numpy())
    return np.concatenate([keys, keys + np.uint64(1)])


def joined(rows: pa.Table, keys: Keys) -> list[tuple[int, int]]:
    every = keys_of(rows["band"].to_numpy(), rows["hash"].to_numpy())
    found = np.isin(every, keys)
    return sorted(zip(every[found].tolist(), rows["article_key"].to_numpy()[found].tolist(), strict=True))


def probed(
    paths: Sequence[Path], keys: Keys, since: datetime = NOON - timedelta(days=1)
) -> list[tuple[int, int]]:
    return sorted(zip(*(part.tolist() for part in stored_rows_with(paths, keys, since)), strict=True))


def test_the_rows_of_a_join_are_found(tmp_path: Path) -> None:
    rows = sort_rows(band_rows(1, 5_000), "bands")
    write_rows(rows, "bands", tmp_path / "bands.parquet")
    assert probed([tmp_path / "bands.parquet"], batch(rows)) == joined(rows, batch(rows)) != []


@pytest.mark.parametrize("seed", [2, 3])
def test_a_file_in_another_order_gives_the_same(tmp_path: Path, seed: int) -> None:
    rows = band_rows(seed, 300)
    pq.write_table(rows, tmp_path / "unsorted.parquet", row_group_size=64)
    assert probed([tmp_path / "unsorted.parquet"], batch(rows)) == joined(rows, batch(rows))


def test_rows_of_several_files_and_row_groups_are_found(tmp_path: Path) -> None:
    parts = [sort_rows(band_rows(seed, 700), "bands") for seed in (4, 5)]
    paths = [tmp_path / f"{number}.parquet" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        pq.write_table(part, path, row_group_size=100)
    every = pa.concat_tables(parts)
    assert probed(paths, batch(every)) == joined(every, batch(every))


def test_what_was_signed_before_the_window_is_left_out(tmp_path: Path) -> None:
    old, recent = band_rows(6, 200, NOON - timedelta(days=30)), band_rows(6, 200)
    write_rows(sort_rows(pa.concat_tables([old, recent]), "bands"), "bands", tmp_path / "both.parquet")
    write_rows(sort_rows(old, "bands"), "bands", tmp_path / "old.parquet")
    keys = batch(recent)
    assert probed([tmp_path / "both.parquet", tmp_path / "old.parquet"], keys) == joined(recent, keys)


def test_an_empty_batch_meets_nothing(tmp_path: Path) -> None:
    write_rows(sort_rows(band_rows(7, 100), "bands"), "bands", tmp_path / "bands.parquet")
    assert probed([tmp_path / "bands.parquet"], np.zeros(0, np.uint64)) == []


def pairs_of(*rows: tuple[int, int, bool]) -> list[tuple[int, int]]:
    keys, articles, fresh = zip(*rows, strict=True)
    found = sharing_pairs(np.array(keys, np.uint64), np.array(articles, np.uint32), np.array(fresh))
    return [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in found]


def test_pairs_need_one_article_of_the_batch_and_count_once() -> None:
    rows = [(9, 1, False), (9, 2, False), (9, 3, True), (8, 3, True), (8, 1, False), (7, 4, True)]
    assert pairs_of(*rows) == [(1, 3), (2, 3)]
