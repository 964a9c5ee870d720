"""Machines that land into one bucket at a time: the loser of a commit lands upon what the winner did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bucket_machines import LAKE_URL
from invented_stories import story
from landed_pages import article_html, extract_here, landed_page, leave_behind, page_of

from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.landing.lost_race import TRIES
from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.bucket.store import Bucket
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.catalog import SnapshotTaken
from warehouse.tables import Page

pytest.importorskip("moto.server")
pytest.importorskip("obstore")
pytest.importorskip("duckdb_extension_httpfs")

NONE = DataFolder(Path("none"), LAKE_URL)


@pytest.fixture(autouse=True)
def without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.stages.extract.extract_pages", extract_here)


class Machine:
    """A data folder of its own, with the lake in the bucket."""

    def __init__(self, root: Path) -> None:
        root.mkdir()
        self.data = DataFolder(root / "data", LAKE_URL)
        self._config = root / "sources.toml"
        self._config.write_text(
            f'[copydesk]\ncontact = "desk@copydesk.example"\n[warehouse]\nlake = "{LAKE_URL}"\n'
        )

    def land(self, *pages: Page) -> IngestResult:
        """What `copydesk import` and `copydesk run --no-fetch` do."""
        self.data.create()
        leave_behind(self.data, pages)
        return ingest(prepare_run(self.data.root, self._config, False), False, directly)


@pytest.fixture
def machines(bucket: Bucket, tmp_path: Path) -> Callable[[str], Machine]:
    return lambda name: Machine(tmp_path / name)


@pytest.fixture
def before_commits(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens before the next commits of a data folder called "slow", one thing before each."""
    plan: list[Callable[[], object]] = []
    commit = Lake.commit

    def after_others(lake: Lake, *arguments: Any) -> Any:
        if lake.data.root.parent.name == "slow" and plan:
            plan.pop(0)()
        return commit(lake, *arguments)

    monkeypatch.setattr(Lake, "commit", after_others)
    return plan


def capture(name: str) -> Page:
    """A page of an archive: its key is the same whoever imports it."""
    return replace(page_of(name), page_id=f"capture {name}")


def rows(sql: str) -> Sequence[tuple[Any, ...]]:
    with connect(Lake(NONE).newest()) as database:
        return database.execute(sql).fetchall()


def test_the_loser_lands_upon_what_the_winners_landed_and_finds_its_copies_there(
    machines: Callable[[str], Machine], before_commits: list[Callable[[], object]]
) -> None:
    fast, slow = machines("fast"), machines("slow")
    copied = landed_page(article_html(*story("whale")), "https://globe.example/whale", run_id="fast-1")
    before_commits += [
        lambda: fast.land(copied),
        lambda: fast.land(page_of("both", "fast-2")),
        lambda: fast.land(page_of("tower", "fast-3")),
    ]
    landed = slow.land(page_of("whale", "slow"), page_of("both", "slow"), page_of("bridge", "slow"))
    assert before_commits == []
    assert rows("SELECT url, is_canonical FROM articles_all ORDER BY url, is_canonical") == [
        ("https://gazette.example/both", True),
        ("https://gazette.example/bridge", True),
        ("https://gazette.example/tower", True),
        ("https://gazette.example/whale", False),
        ("https://globe.example/whale", True),
    ]
    assert rows("SELECT run_id, new, duplicate, unchanged FROM runs ORDER BY run_id") == [
        ("fast-1", 1, 0, 0),
        ("fast-2", 1, 0, 0),
        ("fast-3", 1, 0, 0),
        ("slow", 1, 1, 1),
    ]
    assert rows("SELECT count(*), count(DISTINCT page_id) FROM pages") == [(6, 6)]
    assert landed.landed[0].snapshot.number == 4
    assert pending_segments(slow.data, Lake(slow.data).current()) == []
    assert list(slow.data.tmp.iterdir()) == []


def test_a_loser_gives_up_after_many_tries_and_its_pages_wait_for_the_next_run(
    machines: Callable[[str], Machine],
    before_commits: list[Callable[[], object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.landing.lost_race.TRIES", 2)
    assert TRIES > 2
    fast, slow = machines("fast"), machines("slow")
    before_commits += [
        lambda: fast.land(page_of("one", "fast-1")),
        lambda: fast.land(page_of("two", "fast-2")),
    ]
    with pytest.raises(SnapshotTaken, match="stay in landing"):
        slow.land(page_of("three", "slow"))
    assert rows("SELECT count(*) FROM articles") == [(2,)]
    slow.land(page_of("four", "slow-2"))
    assert rows("SELECT count(*), count(DISTINCT url) FROM articles") == [(4, 4)]


def test_the_views_in_the_bucket_are_not_put_back_by_a_slower_writer(
    machines: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, slow = machines("fast"), machines("slow")
    slow.land(page_of("one", "slow"))
    behind = Lake(slow.data).current()
    fast.land(page_of("two", "fast"))
    Lake(slow.data).publish(behind)
    with duckdb.connect(config=OFFLINE) as database:
        Lake(NONE).newest().admit(database)
        database.execute(f"ATTACH '{LAKE_URL}/warehouse.duckdb' AS news (READ_ONLY)")
        assert database.execute("SELECT count(*) FROM news.articles").fetchall() == [(2,)]


def test_captures_that_both_have_land_once_and_the_rest_of_the_losers_archive_lands(
    machines: Callable[[str], Machine], before_commits: list[Callable[[], object]]
) -> None:
    fast, slow = machines("fast"), machines("slow")
    shared = [landed_page("<p></p>", "https://gazette.example/empty"), capture("both")]
    before_commits += [lambda: fast.land(*(replace(page, run_id="fast") for page in shared))]
    slow.land(*(replace(page, run_id="slow") for page in (*shared, capture("bridge"))))
    assert before_commits == []
    assert rows("SELECT url FROM articles_all ORDER BY url") == [
        ("https://gazette.example/both",),
        ("https://gazette.example/bridge",),
    ]
    assert rows("SELECT count(*), count(DISTINCT page_id) FROM pages") == [(3, 3)]
    assert rows("SELECT count(*), count(DISTINCT page_id) FROM rejections") == [(1, 1)]
    assert rows("SELECT run_id, fetched, rejected, new FROM runs ORDER BY run_id") == [
        ("fast", 2, 1, 1),
        ("slow", 1, 0, 1),
    ]
