"""Columns read where they lie in the file: what is read is what was written, in whatever form."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warehouse_rows import NOON

from warehouse.snapshots.mapped_parquet import _in_place, mapped_row_groups
from warehouse.snapshots.parquet import write_rows
from warehouse.tables import Band
from warehouse.tables.arrow import arrow_schema


def bands(count: int) -> pa.Table:
    hashes = np.sort(np.random.default_rng(1).integers(0, 1 << 32, count, dtype=np.uint32))
    columns = {"band": [3] * count, "hash": hashes, "article_key": hashes[::-1], "signed_at": [NOON] * count}
    return pa.table(columns).cast(arrow_schema(Band))


def test_a_file_without_checksums_of_pages_is_read_in_place_too(tmp_path: Path) -> None:
    rows = bands(5_000)
    pq.write_table(rows, tmp_path / "bands.parquet", compression="none", use_dictionary=False)
    assert in_place(tmp_path / "bands.parquet") == [True]
    assert np.array_equal(read(tmp_path / "bands.parquet")[0], rows["hash"].to_numpy())


def read(path: Path) -> list[npt.NDArray[np.uint32]]:
    return [group.integers("hash") for group in mapped_row_groups(path)]


def in_place(path: Path) -> list[bool]:
    return [_in_place(group.mapped, group.known.column(1)) is not None for group in mapped_row_groups(path)]


def test_row_groups_of_the_lake_are_read_in_place(tmp_path: Path) -> None:
    rows = bands(600_000)
    write_rows(rows, "bands", tmp_path / "bands.parquet")
    assert in_place(tmp_path / "bands.parquet") == [True, True, True]
    assert np.array_equal(np.concatenate(read(tmp_path / "bands.parquet")), rows["hash"].to_numpy())


@pytest.mark.parametrize(
    "form",
    [
        {"compression": "zstd", "use_dictionary": False},
        {"compression": "none", "use_dictionary": True},
        {"compression": "none", "use_dictionary": False, "max_rows_per_page": 1_000},
        {"compression": "none", "use_dictionary": False, "column_encoding": {"hash": "DELTA_BINARY_PACKED"}},
        {"compression": "none", "use_dictionary": False, "data_page_version": "2.0"},
    ],
)
def test_a_column_in_another_form_is_decoded(tmp_path: Path, form: dict[str, object]) -> None:
    rows = bands(5_000)
    pq.write_table(rows, tmp_path / "bands.parquet", **form)
    assert in_place(tmp_path / "bands.parquet") == [False]
    assert np.array_equal(read(tmp_path / "bands.parquet")[0], rows["hash"].to_numpy())
