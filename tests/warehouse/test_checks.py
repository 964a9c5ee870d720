from __future__ import annotations

import json
import pickle

import pytest
from warehouse_rows import NOON, article, digest, duplicate, fetch, hours, page, rows, run

from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import BatchRefused, Fault
from warehouse.lake.lake import Lake
from warehouse.landing.segments import Segment, SegmentWriter, pending_segments
from warehouse.snapshots.snapshot import EMPTY, current_snapshot
from warehouse.tables import Record

ONE_NEW = {"discovered": 1, "fetched": 1, "landed": 1, "new": 1}


def landed(data: DataFolder, *names: str) -> list[Segment]:
    with SegmentWriter(data, "run", "crawl") as writer:
        for name in names:
            writer.add(fetch(name), page(name))
    return pending_segments(data, current_snapshot(data))


def refused(data: DataFolder, segments: list[Segment], *records: Record) -> list[Fault]:
    before = current_snapshot(data)
    with pytest.raises(BatchRefused) as refusal:
        Lake(data).commit(before, rows(*records), segments, hours(1))
    assert current_snapshot(data) == before
    return list(refusal.value.faults)


def test_a_sound_batch_is_committed(data: DataFolder) -> None:
    segments = landed(data, "a")
    batch = rows(article("a"), fetch("a"), run(**ONE_NEW))
    assert Lake(data).commit(EMPTY, batch, segments, hours(1)).number == 1


def test_a_key_that_has_landed_before_stops_the_commit(data: DataFolder) -> None:
    Lake(data).commit(EMPTY, rows(article("a"), fetch("a"), run(**ONE_NEW)), landed(data, "a"), hours(1))
    (fault,) = refused(data, [], article("a", extraction=1, page_id=digest("page of a", 24)))
    assert (fault.check, fault.count) == ("keys_unique", 1)
    assert digest("a", 16) in fault.first[0]


def test_a_page_or_a_canonical_that_is_nowhere_stops_the_commit(data: DataFolder) -> None:
    (fault,) = refused(data, landed(data, "a"), article("b"), duplicate("b", "nobody"))
    assert (fault.check, fault.count) == ("references", 2)


def test_a_fetch_from_the_future_stops_the_commit(data: DataFolder) -> None:
    (fault,) = refused(data, landed(data, "a"), article("a", fetched_at=hours(9)))
    assert fault.check == "times_in_order"


def test_counts_that_do_not_add_up_or_are_not_those_of_the_rows_stop_the_commit(data: DataFolder) -> None:
    (fault,) = refused(data, landed(data, "a"), fetch("a"), run(**ONE_NEW | {"new": 0}))
    assert (fault.check, fault.count) == ("sums_exact", 1)
    (fault,) = refused(data, landed(data, "a"), fetch("a"), fetch("b", outcome="failed"), run(**ONE_NEW))
    assert "says 1 discovered and 1 fetched; rows: 2 and 1" in fault.first[0]


@pytest.mark.parametrize("kinds", [("paragraph",), ("continued", "paragraph"), ()])
def test_a_text_whose_lines_lack_kinds_stops_the_commit(data: DataFolder, kinds: tuple[str, ...]) -> None:
    (fault,) = refused(data, landed(data, "a"), article("a", text="One.\nTwo.", line_kinds=kinds))
    assert fault.check == "lines_have_kinds"


def test_a_refused_batch_is_kept_whole_and_can_be_replayed(data: DataFolder) -> None:
    segments = landed(data, "a")
    faults = refused(data, segments, article("a", fetched_at=hours(9)))
    (kept,) = data.quarantine.iterdir()
    assert json.loads((kept / "faults.json").read_text())[0]["check"] == faults[0].check
    assert (kept / "articles.parquet").exists()
    assert pending_segments(data, EMPTY) == []
    for segment in (kept / "segments").iterdir():
        segment.rename(data.landing / segment.name)
    again = pending_segments(data, EMPTY)
    assert Lake(data).commit(EMPTY, rows(article("a")), again, hours(1)).manifest.rows("pages") == 1


def test_a_refusal_is_one_clear_line_and_pickles(data: DataFolder) -> None:
    with pytest.raises(BatchRefused, match="was not committed: times_in_order: 1") as refusal:
        Lake(data).commit(EMPTY, rows(article("a", fetched_at=hours(9))), landed(data, "a"), NOON)
    assert str(pickle.loads(pickle.dumps(refusal.value))) == str(refusal.value)
    assert "\n" not in str(refusal.value)
