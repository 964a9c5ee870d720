"""What cannot be landed is set aside, told in a line, and tried again once its cause is gone."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warehouse_rows import article, fetch, hours, page, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import BatchRefused
from warehouse.checks.quarantine import FAULTS, set_damaged_aside
from warehouse.checks.replay import NothingToReplay, QuarantineEntry, entries, is_due, replay, replay_due
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.landing.segments import DamagedSegment, Segment, SegmentWriter, pending_segments
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import Article
from warehouse.upkeep.fsck import check, repair


def landed(data: DataFolder, name: str, **changes: Any) -> list[Segment]:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch(name, **changes), page(name, **changes))
    return pending_segments(data, EMPTY)


def refused(data: DataFolder, segments: list[Segment], batch: Article) -> None:
    with pytest.raises(BatchRefused):
        Lake(data).commit(EMPTY, rows(batch), segments, hours(1))


def cut(path: Path) -> bytes:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return content


def invoke(data: DataFolder, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--data", str(data.root), *arguments], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.mark.parametrize("name", ["pages.parquet", "fetches.parquet"])
@pytest.mark.parametrize("damage", ["cut", "gone", "empty"])
def test_a_damaged_segment_is_set_aside_and_the_others_stay(data: DataFolder, name: str, damage: str) -> None:
    for number in range(2):
        with SegmentWriter(data, "run", f"lane{number}") as writer:
            writer.add(fetch(f"n{number}"), page(f"n{number}"))
    path = data.landing / "run.lane0.00000" / name
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        cut(path)
    (problem,) = check(data)
    assert problem.path == path.parent
    with exclusive_writer(data):
        assert [segment.name for segment in pending_segments(data, EMPTY)] == ["run.lane1.00000"]
    (kept,) = entries(data)
    assert (kept.faults[0].check, [segment.name for segment in kept.segments]) == (
        "damaged",
        [path.parent.name],
    )


def test_a_segment_that_can_be_read_again_is_tried_again(data: DataFolder) -> None:
    (segment,) = landed(data, "a")
    content = cut(segment.path / "pages.parquet")
    (line,) = set_damaged_aside(data, [segment], hours(1))
    assert str(segment.path) in line
    assert "copydesk quarantine replay" in line
    assert replay_due(data, hours(2)) == []
    next(data.quarantine.rglob("pages.parquet")).write_bytes(content)
    assert len(replay_due(data, hours(2))) == 1
    assert (pending_segments(data, EMPTY), entries(data)) == ([segment], [])


def test_a_disk_that_fails_is_damage_and_a_lack_of_handles_is_not(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (segment,) = landed(data, "a")
    for code, expected in ((errno.EIO, DamagedSegment), (errno.EMFILE, OSError)):

        def fail(*arguments: Any, code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as patch, pytest.raises(expected):
            patch.setattr(pq, "ParquetFile", fail)
            segment.fetches()


def test_a_batch_from_the_clocks_future_is_tried_again_when_the_clock_has_passed_it(data: DataFolder) -> None:
    refused(data, landed(data, "a", fetched_at=hours(9)), article("a", fetched_at=hours(9)))
    (kept,) = entries(data)
    assert (is_due(kept, hours(8)), is_due(kept, hours(9))) == (False, True)
    assert replay_due(data, hours(10)) == [kept.name]


def test_another_version_tries_again_and_the_same_does_not(data: DataFolder) -> None:
    refused(data, landed(data, "a"), article("b"))
    (kept,) = entries(data)
    assert (kept.faults[0].check, is_due(kept, hours(99))) == ("references", False)
    assert is_due(replace(kept, version="0.0"), hours(99))


def test_an_entry_that_a_kill_left_without_its_segments_is_removed(data: DataFolder) -> None:
    refused(data, landed(data, "a"), article("b"))
    (kept,) = entries(data)
    (segment,) = kept.segments
    segment.path.rename(data.landing / segment.name)
    assert (replay_due(data, hours(2)), entries(data)) == ([], [])


def test_what_holds_no_segments_is_not_replayed(data: DataFolder) -> None:
    kept = data.quarantine / "unnamed-1"
    kept.mkdir()
    assert entries(data) == [QuarantineEntry(kept, (), None)]
    with pytest.raises(NothingToReplay, match="contains no landing segments"):
        replay(data, entries(data)[0])


def test_times_of_a_clock_that_was_set_back_and_of_archives_are_put_in_order(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("a", fetched_at=hours(-24)), page("a", fetched_at=hours(-24)))
        future = hours(24 * 365 * 100)
        writer.add(fetch("b", discovery="archive", fetched_at=future), None)
    (segment,) = pending_segments(data, EMPTY)
    set_back, archived = segment.fetches()
    assert (set_back.discovered_at, set_back.fetched_at) == (hours(-24), hours(-24))
    assert archived.fetched_at is not None
    assert archived.fetched_at < future


def test_the_verb_lists_shows_and_replays(data: DataFolder) -> None:
    assert invoke(data, "quarantine") == (0, "quarantine is empty\n")
    refused(data, landed(data, "a"), article("b"))
    (kept,) = entries(data)
    assert kept.name in invoke(data, "quarantine")[1]
    shown = invoke(data, "quarantine", "show", kept.name)[1]
    assert "references: 1 found" in shown
    assert FAULTS in shown
    assert invoke(data, "quarantine", "replay")[1].startswith("0 entries")
    assert invoke(data, "quarantine", "replay", kept.name)[0] == 0
    assert len(pending_segments(data, EMPTY)) == 1
    code, output = invoke(data, "quarantine", "show", "mistyped")
    assert (code, "quarantine has no entry 'mistyped'" in output) == (1, True)


def test_fsck_repairs_landing_by_setting_damage_aside(data: DataFolder) -> None:
    (segment,) = landed(data, "a")
    cut(segment.path / "pages.parquet")
    assert repair(data, check(data)) == []
    assert len(entries(data)) == 1
