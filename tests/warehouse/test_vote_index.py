"""The index of votes says what the rows of `blocks` say, and costs nothing but time when it is gone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cleaning.learned_blocks import LearnedBlocks
from warehouse.base.data_folder import DataFolder
from warehouse.derived.vote_index import SEPARATE, VoteIndex
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot, commit, current_snapshot
from warehouse.tables import BlockCount
from warehouse.tables.arrow import to_arrow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RUNS = 2 * SEPARATE


def vote(site: str, fingerprint: int, number: int) -> BlockCount:
    return BlockCount(
        site=site,
        fingerprint=fingerprint,
        article_id=f"{number:016x}",
        run_id="run",
        stories=1 + number % 3,
        tail=0,
        head=0,
        chars=10,
        sample="",
        last_seen_at=NOON + timedelta(hours=number),
    )


VOTES = [
    *(vote("gazette.example", 0, number) for number in range(RUNS)),
    *(vote("courier.example", 0, number) for number in range(3)),
    vote("gazette.example", 2**64 - 1, 7),
    vote("courier.example", 7, 8),
]


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    land(folder, VOTES)
    return folder


def land(data: DataFolder, votes: list[BlockCount]) -> Snapshot:
    return commit(data, current_snapshot(data), {"blocks": to_arrow(votes, BlockCount)}, [], NOON)


def sums(found: pa.Table) -> dict[tuple[str, int], int]:
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for row in found.to_pylist():
        totals[row["site"], row["fingerprint"]] += row["stories"]
    return dict(totals)


def test_votes_add_up_to_those_of_the_rows_in_all_files(data: DataFolder) -> None:
    more = [vote("gazette.example", 0, 90), vote("gazette.example", 5, 91)]
    index = VoteIndex(data, land(data, more))
    wanted = {(one.site, one.fingerprint) for one in (*VOTES, *more)}
    expected: dict[tuple[str, int], int] = defaultdict(int)
    for one in (*VOTES, *more):
        expected[one.site, one.fingerprint] += one.stories
    assert sums(index.votes(sorted(wanted))) == expected


def test_votes_that_are_taken_back_are_less(data: DataFolder) -> None:
    wanted = [("gazette.example", 0), ("gazette.example", 5)]
    before = VoteIndex(data, current_snapshot(data)).stories(wanted, None)
    back = [
        replace(vote("gazette.example", mark, 90), stories=stories) for mark, stories in ((0, -3), (5, -1))
    ]
    index = VoteIndex(data, land(data, [*back, *back]))
    assert index.stories(wanted, None) == {wanted[0]: before[wanted[0]] - 6, wanted[1]: -2}


@pytest.mark.parametrize("ever", [True, False])
def test_models_are_those_of_the_rows_themselves(data: DataFolder, ever: bool) -> None:
    at_other_times = [
        replace(vote("gazette.example", 5, 91), last_seen_at=NOON - timedelta(days=day)) for day in (80, 100)
    ]
    elsewhere = [vote("herald.example", 5, 92)]
    snapshot = land(data, [*at_other_times, *elsewhere])
    wanted = {"gazette.example": {5, 6, 2**64 - 1}, "courier.example": {7}, "herald.example": {5}}
    with connect_landed(snapshot) as database:
        plain = LearnedBlocks(database).models(wanted, ever=ever)
        assert LearnedBlocks(database, VoteIndex(data, snapshot)).models(wanted, ever=ever) == plain
    assert plain["gazette.example"].carried[5] == (4 if ever else 2)


def test_a_block_of_another_site_is_not_found(data: DataFolder) -> None:
    index = VoteIndex(data, current_snapshot(data))
    assert index.votes([("gazette.example", 7), ("nowhere.example", 0)]).num_rows == 0


def test_of_a_block_in_many_runs_the_latest_carriers_are_told_apart(data: DataFolder) -> None:
    found = VoteIndex(data, current_snapshot(data)).votes([("gazette.example", 0)])
    newest = [f"{number:016x}" for number in range(RUNS - 1, RUNS - 1 - SEPARATE, -1)]
    assert found.column("article_id").to_pylist()[:SEPARATE] == newest
    assert found.num_rows == SEPARATE + 1
    assert found.column("last_seen_at")[0].as_py() == NOON + timedelta(hours=RUNS - 1)


def test_the_index_of_files_that_are_gone_is_removed_and_a_broken_one_replaced(data: DataFolder) -> None:
    index = VoteIndex(data, current_snapshot(data))
    index.refresh()
    (made,) = data.keys.glob("votes-*")
    made.write_bytes(b"broken")
    (data.keys / "votes-gone.npy").write_bytes(b"")
    index.refresh()
    assert list(data.keys.glob("votes-*")) == [made]
    assert sums(index.votes([("courier.example", 7)])) == {("courier.example", 7): 3}
