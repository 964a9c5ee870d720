"""Properties of decisions that have no I/O: pauses, retention, merging, takedowns, disks, revisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from warehouse_rows import NOON, article

from flows.alerts.evidence import Surroundings
from flows.alerts.judge import ENOUGH_AGAIN, is_low
from flows.repair.lost_revisions import as_revision
from flows.sources.pacing import LONGEST_PAUSE, SourceHistory, pause_of
from spiders.identity.takedowns import Takedowns, hash_in_placeholder
from spiders.sources.source import Source
from warehouse.erasure.hashing import hash_of
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.merging import FANOUT, plan_merges
from warehouse.tables import TABLES
from warehouse.upkeep.maintenance import plan_retention
from warehouse.upkeep.retention import Retention

MOMENTS = st.integers(-400 * 24, 400 * 24).map(lambda hours: NOON + timedelta(hours=hours))


@st.composite
def files(draw: st.DrawFn) -> list[DataFile]:
    found = []
    for number in range(draw(st.integers(0, 30))):
        table = draw(st.sampled_from(sorted(TABLES)))
        partition = LAYOUTS[table].partition(draw(MOMENTS))
        found.append(DataFile(table, partition, f"{table}-{number}", 1, draw(st.integers(1, 10**7)), "", ()))
    return found


@given(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS, MOMENTS, st.integers(0, 3000))
def test_no_source_pauses_longer_than_a_day_or_its_interval_whatever_the_clock_was(
    look: datetime, new: datetime | None, failing: datetime | None, now: datetime, minutes: int
) -> None:
    source = Source(name="a", home="https://e.example/", interval_minutes=minutes)
    history = SourceHistory(source="a", last_look=look, last_new=new, failing_since=failing)
    pause = pause_of(source, history, now)
    if pause:
        assert now < pause.until <= now + max(LONGEST_PAUSE, timedelta(minutes=minutes))


@given(files(), MOMENTS)
def test_retention_drops_nothing_that_is_kept_for_ever_and_nothing_twice(
    some: list[DataFile], now: datetime
) -> None:
    kept = plan_retention(some, now, Retention())
    assert [file for file in some if file in kept] == kept == plan_retention(kept, now, Retention())
    dropped = [file for file in some if file not in kept]
    assert {file.table for file in dropped} <= {"pages", "signatures", "bands"}
    assert set(kept) <= set(plan_retention(some, now - timedelta(days=40), Retention()))


@given(files())
def test_a_merge_takes_files_of_one_table_and_partition_each_once(some: list[DataFile]) -> None:
    groups = plan_merges(some * 2)
    assert all(len(group) >= FANOUT for group in groups)
    assert all(len({(file.table, file.partition) for file in group}) == 1 for group in groups)
    taken = [id(group) for group in groups]
    assert len(set(taken)) == len(taken) and sum(map(len, groups)) <= 2 * len(some)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.sampled_from("abcdefgh"))
def test_exactly_what_was_taken_down_is_refused_and_its_hash_is_kept(gone: list[str], name: str) -> None:
    urls = {name: f"https://example.org/{name}" for name in "abcdefgh"}
    takedowns = Takedowns(frozenset(hash_of(urls[name]) for name in gone))
    stand_in = takedowns.placeholder_for(urls[name])
    assert (stand_in is not None) == (name in gone)
    assert stand_in is None or hash_in_placeholder(stand_in) == hash_of(urls[name])


@given(st.integers(0, 10**13), st.integers(0, 10**13), st.integers(0, 10**13))
def test_a_disk_with_more_room_is_not_lower_and_one_that_was_low_stays_so_longer(
    free: int, more: int, size: int
) -> None:
    around, roomier = (Surroundings(free_bytes=room, disk_bytes=size) for room in (free, free + more))
    assert is_low(around) or not is_low(roomier)
    assert is_low(around, ENOUGH_AGAIN) or not is_low(around)


@given(st.sets(st.integers(1, 6)), st.integers(1, 6))
def test_lost_revisions_whose_pages_are_kept_get_their_numbers_again(lost: set[int], last: int) -> None:
    rows = [
        article("a", text=f"text {n}", revision=n, content_hash=str(n), fetched_at=NOON + timedelta(hours=n))
        for n in range(1, last + 1)
    ]
    left = [row for row in rows if row.revision not in lost]
    for row in rows:
        if row.revision in lost:
            found = as_revision(replace(row, revision=1), left, 2)
            assert found and (found.revision, found.extraction) == (row.revision, 2)
            left.append(found)
    in_order = sorted(left, key=lambda row: row.revision)
    assert all(one.fetched_at < other.fetched_at for one, other in pairwise(in_order))
