from __future__ import annotations

import pyarrow as pa

from warehouse.snapshots.layout import TableLayout
from warehouse.snapshots.rowgroups import row_groups

LAYOUTS = TableLayout("month", ("landed_date",), row_group=80)


def sizes(*days: tuple[str, int]) -> list[int]:
    rows = pa.table({"landed_date": [day for day, count in days for _ in range(count)]})
    groups = list(row_groups(rows, LAYOUTS))
    assert pa.concat_tables(groups) == rows
    return [group.num_rows for group in groups]


def test_a_group_ends_with_its_day() -> None:
    assert sizes(("monday", 30), ("tuesday", 50)) == [30, 50]


def test_small_days_share_a_group() -> None:
    assert sizes(("monday", 4), ("tuesday", 5), ("wednesday", 30)) == [39]


def test_a_small_rest_stays_with_the_day_before() -> None:
    assert sizes(("monday", 75), ("tuesday", 5)) == [80]


def test_one_day_is_one_group() -> None:
    assert sizes(("monday", 80)) == [80]


def test_rows_that_are_not_sorted_by_day_are_one_group() -> None:
    rows = pa.table({"page_id": [f"{number}" for number in range(80)]})
    assert list(row_groups(rows, TableLayout("date", ()))) == [rows]
    assert list(row_groups(rows, TableLayout("month", ("page_id",), row_group=80))) == [rows]
