"""Sorted files become one without being in memory together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warehouse_rows import article, fetch, page

from warehouse.snapshots.parquet import conform, sort_rows, write_rows
from warehouse.snapshots.sorted_merge import merged
from warehouse.tables import TABLES, Article, Fetch, Page, Record
from warehouse.tables.arrow import to_arrow


def files_of(folder: Path, parts: list[pa.Table], table: str) -> list[Path]:
    paths = [folder / f"{number}.parquet" for number in range(len(parts))]
    for path, rows in zip(paths, parts, strict=True):
        write_rows(sort_rows(rows, table), table, path)
    return paths


@pytest.mark.parametrize("count", [1, 3, 100])
@pytest.mark.parametrize("table", ["articles", "fetches"])
def test_the_rows_of_sorted_files_come_sorted_in_pieces(tmp_path: Path, table: str, count: int) -> None:
    makers: dict[str, Callable[..., Record]] = {"articles": article, "fetches": fetch}
    make = makers[table]
    names = ["gec", "b", "fadh"]
    parts = [conform(to_arrow([make(name) for name in some], TABLES[table]), table) for some in names]
    pieces = list(merged(files_of(tmp_path, parts, table), table, count))
    assert [piece.num_rows for piece in pieces][:-1] == [count] * (len(pieces) - 1)
    assert pa.concat_tables(pieces).equals(sort_rows(pa.concat_tables(parts), table))


def test_a_piece_of_many_rows_is_sorted_in_parts_of_it(tmp_path: Path) -> None:
    parts = [
        conform(to_arrow([fetch(f"{number * step % 997}") for number in range(200)], Fetch), "fetches")
        for step in (5, 7, 11)
    ]
    pieces = list(merged(files_of(tmp_path, parts, "fetches"), "fetches", 400))
    assert [piece.num_rows for piece in pieces] == [400, 200]
    assert pa.concat_tables(pieces).equals(sort_rows(pa.concat_tables(parts), "fetches"))


def test_a_file_of_a_version_without_a_column_that_sorts_is_merged_too(tmp_path: Path) -> None:
    rows = conform(to_arrow([article(name) for name in "ba"], Article), "articles")
    paths = files_of(tmp_path, [rows, rows], "articles")
    pq.write_table(sort_rows(rows, "articles").drop_columns("landed_date"), paths[1])
    (piece,) = merged(paths, "articles", 100)
    assert piece.column("landed_date").null_count == 0
    assert piece.column("article_id").to_pylist() == sorted(rows.column("article_id").to_pylist() * 2)


def test_pages_keep_the_order_of_their_files(tmp_path: Path) -> None:
    parts = [conform(to_arrow([page(name) for name in some], Page), "pages") for some in ("cb", "da")]
    pieces = list(merged(files_of(tmp_path, parts, "pages"), "pages", 3))
    assert pa.concat_tables(pieces).equals(pa.concat_tables(parts))
