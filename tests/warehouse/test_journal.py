"""What stands of an open segment when its process is killed: every page or a row, and none twice."""

from __future__ import annotations

import errno
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warehouse_rows import RUN, fetch, page

from warehouse.base.data_folder import DataFolder
from warehouse.landing import journal
from warehouse.landing.journal import left_journals
from warehouse.landing.segments import Rotation, SegmentWriter, land_journals, pending_segments
from warehouse.snapshots.snapshot import EMPTY

AWAITED: dict[str, Any] = {"outcome": "failed", "reason": "crawl_died", "fetched_at": None, "page_id": None}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "data")
    data.create()
    return data


def writer_with(data: DataFolder, *fetched: str, awaited: tuple[str, ...] = ()) -> SegmentWriter:
    writer = SegmentWriter(data, RUN, "crawl", Rotation(seconds=600), has_journal=True)
    for name in (*fetched, *awaited):
        writer.expect(replace(fetch(name), **AWAITED))
    for name in fetched:
        writer.add(fetch(name), page(name))
    return writer


def killed(writer: SegmentWriter) -> None:
    """What SIGKILL leaves: an open file is closed, and that is all."""
    assert writer._journal and writer._journal._file
    writer._journal._file.close()


def rows(data: DataFolder) -> Counter[tuple[str, str]]:
    fetches = [row for segment in pending_segments(data, EMPTY) for row in segment.fetches()]
    return Counter((row.url.rpartition("/")[2], row.reason) for row in fetches)


def bodies(data: DataFolder) -> list[str]:
    segments = pending_segments(data, EMPTY)
    return sorted(page.url[-1] for segment in segments for pages in segment.pages() for page in pages)


def test_a_kill_before_the_segment_is_due_loses_no_page(data: DataFolder) -> None:
    killed(writer_with(data, "a", "b", awaited=("c",)))
    land_journals(data)
    assert rows(data) == Counter({("a", "ok"): 1, ("b", "ok"): 1, ("c", "crawl_died"): 1})
    landed = [
        page for segment in pending_segments(data, EMPTY) for pages in segment.pages() for page in pages
    ]
    assert sorted(landed, key=lambda page: page.url) == [page("a"), page("b")]
    assert left_journals(data) == []


def test_a_kill_at_any_byte_of_a_record_leaves_the_row_that_was_awaited(data: DataFolder) -> None:
    killed(writer_with(data, "a", "b"))
    (path,) = left_journals(data)
    whole = path.read_bytes()
    begin = whole.rindex(b'{"fetch"')
    for cut in (*range(begin, len(whole), 97), len(whole) - 1):
        path.write_bytes(whole[:cut])
        land_journals(data)
        assert rows(data) == Counter({("a", "ok"): 1, ("b", "crawl_died"): 1}), cut
        for segment in pending_segments(data, EMPTY):
            (segment.path / "pages.parquet").unlink()
            (segment.path / "fetches.parquet").unlink()
            segment.path.rmdir()


def test_a_kill_between_a_segment_and_the_end_of_its_journal_doubles_nothing(data: DataFolder) -> None:
    writer = writer_with(data, "a", "b", awaited=("c",))
    (path,) = data.landing.glob("*.journal")
    before = path.read_bytes()
    writer.close()
    killed(writer)  # the journal that holds what is still awaited
    path.write_bytes(before)
    land_journals(data)
    land_journals(data)
    assert rows(data) == Counter({("a", "ok"): 1, ("b", "ok"): 1, ("c", "crawl_died"): 1})
    assert bodies(data) == ["a", "b"]


def test_what_is_awaited_when_a_segment_lands_may_come_in_the_next_one(data: DataFolder) -> None:
    writer = writer_with(data, "a", awaited=("b", "c"))
    writer.close()
    writer.add(fetch("b"), page("b"))
    killed(writer)
    land_journals(data)
    assert rows(data) == Counter({("a", "ok"): 1, ("b", "ok"): 1, ("c", "crawl_died"): 1})


def test_a_writer_that_ends_in_order_leaves_no_journal(data: DataFolder) -> None:
    writer_with(data, "a").close()
    assert [path.suffix for path in data.landing.iterdir()] == [".00000"]


def test_the_journal_of_a_living_process_is_left_alone(data: DataFolder) -> None:
    writer = writer_with(data, "a")
    land_journals(data)
    assert rows(data) == Counter()
    writer.close()
    assert rows(data) == Counter({("a", "ok"): 1})


def test_journals_of_two_processes_and_two_runs_land_under_their_own_runs(data: DataFolder) -> None:
    for run_id, name in ((RUN, "crawl0"), (RUN, "crawl1"), ("other", "crawl0")):
        writer = SegmentWriter(data, run_id, name, has_journal=True)
        key = f"{run_id}{name}"
        writer.add(replace(fetch(key), run_id=run_id), replace(page(key), run_id=run_id))
        killed(writer)
    land_journals(data)
    assert Counter(segment.run_id for segment in pending_segments(data, EMPTY)) == {RUN: 1, "other": 1}
    assert sum(rows(data).values()) == 3


def test_a_row_of_another_version_is_read_by_the_columns_that_it_shares(data: DataFolder) -> None:
    killed(writer_with(data, "a"))
    (path,) = left_journals(data)
    records = []
    for line, rest in ((line, b"") for line in path.read_bytes().splitlines()):
        if line.startswith(b"{"):
            plain = json.loads(line)
            plain["fetch"] = {**plain["fetch"], "of_tomorrow": 1}
            del plain["fetch"]["links"]
            line = json.dumps(plain).encode()
        records.append(line + rest)
    path.write_bytes(b"\n".join(records))
    land_journals(data)
    assert rows(data) == Counter({("a", "ok"): 1})


def test_a_full_disk_costs_the_journal_and_no_row(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_begin", full)
        writer = writer_with(data, "a", awaited=("b",))
    writer.add(fetch("c"), page("c"))
    assert left_journals(data) == []
    writer.close()
    killed(writer)
    land_journals(data)
    assert rows(data) == Counter({("a", "ok"): 1, ("c", "ok"): 1, ("b", "crawl_died"): 1})


def test_a_segment_for_which_there_was_no_room_lands_when_there_is(data: DataFolder) -> None:
    writer = writer_with(data, "a")
    (data.tmp / f"{RUN}.crawl.00000.part").mkdir()
    (data.tmp / f"{RUN}.crawl.00000.part" / "pages.parquet").write_bytes(b"half")
    writer.close()
    assert bodies(data) == ["a"]
