"""What a killed run leaves in landing is landed by the next one, under the killed run's name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from landed_pages import NOON, article_html, fetched, landed_page, leave_behind, page_of

from flows.ingestion.ingest import IngestResult
from flows.matching.reelect_canonicals import reelect_canonicals
from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import BatchRefused
from warehouse.erasure.erase import erase
from warehouse.erasure.hashing import hash_of
from warehouse.erasure.target import find_target
from warehouse.snapshots.parquet import write_rows
from warehouse.tables import Page

Query = Callable[[str], list[tuple[Any, ...]]]
Run = Callable[[], IngestResult]


def test_the_pages_of_a_killed_run_land_under_its_own_name(
    data: DataFolder, run_once: Run, query: Query
) -> None:
    leave_behind(data, [page_of("whale"), page_of("bridge")])
    (landed,) = run_once().landed
    assert (landed.run.run_id, landed.run.status, landed.run.new) == ("killed", "recovered", 2)
    assert query("select distinct run_id from articles_all") == [("killed",)]


def test_each_killed_run_has_sums_of_its_own(data: DataFolder, run_once: Run, query: Query) -> None:
    leave_behind(data, [page_of("whale", "first")])
    leave_behind(data, [page_of("whale", "second"), page_of("bridge", "second")])
    run_once()
    counts = query("select run_id, discovered, unchanged, new from runs order by run_id")
    assert counts == [("first", 1, 0, 1), ("second", 2, 1, 1)]


def test_what_was_landed_is_not_landed_again(data: DataFolder, run_once: Run) -> None:
    leave_behind(data, [page_of("whale")])
    run_once()
    assert run_once().landed == ()


def of_run(run_id: str, *names: str) -> list[Page]:
    """Captures of an archive: their keys are the same whichever run imports them."""
    return [replace(page_of(name), run_id=run_id, page_id=f"capture {name}") for name in names]


@pytest.mark.parametrize("write", ["pages", "fetches", None])
def test_of_two_imports_of_one_archive_the_second_lands_what_is_left_even_after_a_kill(
    data: DataFolder, run_once: Run, query: Query, monkeypatch: pytest.MonkeyPatch, write: str | None
) -> None:
    leave_behind(data, of_run("first", "whale", "bridge"))
    run_once()
    leave_behind(data, of_run("second", "whale", "tower"))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt) if write else nullcontext():
        patch.setattr(
            "warehouse.checks.already_landed.write_rows",
            lambda rows, table, path: die() if table == write else write_rows(rows, table, path),
        )
        run_once()
    run_once()
    assert query("select run_id, discovered, new from runs order by run_id") == [
        ("first", 2, 2),
        ("second", 1, 1),
    ]
    assert query("select count(*), count(distinct page_id) from landed.pages") == [(3, 3)]


def test_a_landing_folder_that_was_copied_lands_once(data: DataFolder, run_once: Run, query: Query) -> None:
    for _ in range(2):
        leave_behind(data, [page_of("whale")], [replace(fetched(page_of("whale")), fetch_id="same")])
        run_once()
    assert query("select count(*) from landed.fetches") == [(1,)]
    assert query("select count(*) from landed.pages") == [(1,)]
    assert list(data.landing.iterdir()) == []


def leave_a_page_that_no_count_explains(data: DataFolder) -> None:
    page = page_of("whale")
    leave_behind(data, [page], [replace(fetched(page), outcome="failed", reason="timeout")])


def test_nothing_is_committed_when_a_page_would_be_lost(
    data: DataFolder, run_once: Run, query: Query
) -> None:
    leave_a_page_that_no_count_explains(data)
    with pytest.raises(BatchRefused, match="gazette"):
        run_once()
    assert query("select count(*) from runs") == [(0,)]


def test_a_batch_whose_sums_are_wrong_does_not_stop_the_next_run(data: DataFolder, run_once: Run) -> None:
    leave_a_page_that_no_count_explains(data)
    with pytest.raises(BatchRefused) as refused:
        run_once()
    leave_behind(data, [page_of("bridge", "later")])
    (landed,) = run_once().landed
    assert (landed.run.run_id, landed.run.new) == ("later", 1)
    assert len(list((refused.value.quarantine / "segments").iterdir())) == 1


NEW_NAME = "https://gazette.example/new-name"
TAKEN_DOWN = "https://gazette.example/old"


def die(*arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "step",
    [
        "flows.stages.withdraw.move",
        "flows.stages.withdraw.redact_in_place",
        "flows.landing.land.clean",
        "warehouse.lake.lake.Lake.commit",
    ],
)
def test_a_withdrawal_that_was_killed_is_finished_by_the_next_run(
    data: DataFolder, run_once: Run, query: Query, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    erase(data, find_target(data, "url", TAKEN_DOWN), "url", "court", NOON, reelect_canonicals)
    head = f'<link rel="canonical" href="{TAKEN_DOWN}">'
    comes_back = landed_page(article_html(head=head), NEW_NAME, run_id="killed", page_id="killed again")
    leave_behind(data, [comes_back, page_of("bridge")])
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(step, die)
        run_once()
    (landed,) = run_once().landed

    assert (landed.run.discovered, landed.run.skipped, landed.run.new) == (2, 1, 1)
    assert query("select url from landed.pages") == [("https://gazette.example/bridge",)]
    assert query(f"select count(*) from landed.fetches where url = '{NEW_NAME}'") == [(0,)]
    hashes = {url_hash for (url_hash,) in query("select url_hash from landed.erasures")}
    assert hashes == {hash_of(TAKEN_DOWN), hash_of(NEW_NAME)}, "the new URL is refused from now on, too"
