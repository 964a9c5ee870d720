"""What a batch teaches of several sites is cut from a bounded number of landed articles in each run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from invented_stories import story
from landed_pages import article_html, landed_page, leave_behind

from flows.cleaning import risen_blocks
from flows.ingestion.ingest import IngestResult
from warehouse.base.data_folder import DataFolder
from warehouse.sql import execute
from warehouse.tables import Page

Query = Callable[[str], list[tuple[Any, ...]]]

OUTLETS = ("gazette", "herald", "tribune")
PROMO = "Sign up for the letter of the {} and never miss a story from the harbour."
TEXTS = "SELECT title, text FROM articles_all ORDER BY title"
LEFT = "SELECT count(*) FROM articles_all WHERE text LIKE '%never miss%'"


def page(outlet: str, topic: str, run_id: str) -> Page:
    """A story over the promo of its outlet."""
    body = article_html(*story(topic, 6), PROMO.format(outlet), title=f"{topic} in {outlet}")
    return landed_page(body, f"https://{outlet}.example/{topic}", run_id=run_id, source=outlet)


def land(
    data: DataFolder, run_once: Callable[[], IngestResult], number: int, *pages: tuple[str, str]
) -> tuple[int, int]:
    """Land some pages in a run; how many landed articles it re-cleaned, and how many wait."""
    run_id = f"202611{10 + number}T120000Z-aaaa"
    leave_behind(data, [page(outlet, topic, run_id) for outlet, topic in pages])
    landed = run_once().landed[-1]
    return landed.run.recleaned, landed.waiting


def test_what_a_run_may_not_re_clean_any_more_is_done_by_the_next_ones(
    data: DataFolder, run_once: Callable[[], IngestResult], query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risen_blocks, "MOST_RECLEANED", 1)
    land(data, run_once, 1, *((outlet, f"whale of {outlet}") for outlet in OUTLETS))
    assert query(LEFT) == [(3,)]
    assert land(data, run_once, 2, *((outlet, f"storm of {outlet}") for outlet in OUTLETS)) == (1, 2)
    assert query(LEFT) == [(2,)]
    assert land(data, run_once, 3, ("courier", "budget")) == (1, 1), "of other sites than the batch has"
    assert land(data, run_once, 4, ("herald", "mayor"), ("gazette", "mayor")) == (1, 0)
    assert query(LEFT) == [(1,)], "the one story of an outlet whose promo nobody can know"


@pytest.mark.parametrize(
    ("later", "full"),
    [
        ((0, 0), False),
        ((200, 3), False),
        ((0, 3), True),  # `copydesk reclean --source` says nothing of the rest
        ((200, 5), True),
    ],
)
def test_what_waits_is_forgotten_when_a_part_had_room_left(later: tuple[int, int], full: bool) -> None:
    database = duckdb.connect()
    database.execute(
        "CREATE SCHEMA landed; CREATE TABLE landed.runs (run_id TEXT, started_at TIMESTAMPTZ, "
        "finished_at TIMESTAMPTZ, discovered BIGINT, recleaned BIGINT)"
    )
    for hour, (discovered, recleaned) in enumerate(((100, 1), (100, 5), later)):
        times = f"2026-11-20 {hour:02}:00:00+00", f"2026-11-20 {hour:02}:30:00+00"
        database.execute(
            "INSERT INTO landed.runs VALUES (?, ?, ?, ?, ?)", [str(hour), *times, discovered, recleaned]
        )
    found = {run_id for run_id, _ in execute(database, "cleaning/full_runs", most=5).fetchall()}
    assert ("1" in found) is full
    assert "0" not in found
