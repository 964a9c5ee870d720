"""Articles rebuilt from landing: re-cleaned with what the source's table says, re-extracted by its rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import warehouse_rows
from invented_stories import story
from landed_pages import NOON, article_html, fetched, landed_page
from told_progress import ToldProgress
from warehouse_rows import article, digest, hours

from flows.cleaning.learned_blocks import LearnedBlocks
from flows.configuration import Settings
from flows.ingestion.ingest import ingest
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from flows.upkeep import rebuild_articles
from flows.upkeep.rebuild_articles import NoArticlesOfSource, reclean, reextract
from spiders.sources.source import Source
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.landing.segments import SegmentWriter
from warehouse.query.connection import connect, connect_landed
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot
from warehouse.tables import Page

URL = "https://gazette.example/whale"
LINE = "Ring the harbour desk."
TEXT = "\n".join(story("whale"))
SOURCE = Source(name="gazette", home="https://gazette.example/")


def land(data: DataFolder, page: Page) -> None:
    """A segment with one page, as a crawl leaves it."""
    writer = SegmentWriter(data, page.run_id, "test")
    writer.add(fetched(page), page)
    writer.close()


@pytest.fixture
def run(tmp_path: Path, without_workers: None) -> RunContext:
    """A warehouse in which one article has landed, whose page ends in a line of the site's."""
    data = DataFolder(tmp_path / "data")
    data.create()
    land(data, landed_page(article_html(*story("whale"), LINE), url=URL, run_id="20261120T120000Z-aaaa"))
    settings = Settings(sources={"gazette": SOURCE})
    run = RunContext("20261120T130000Z-bbbb", NOON, data, settings, SilentProgress(), workers=1)
    ingest(run, False, directly)
    return run


def with_source(run: RunContext, source: Source) -> RunContext:
    return replace(run, run_id="20261120T140000Z-cccc", settings=Settings(sources={"gazette": source}))


def rows(snapshot: Snapshot | None) -> list[tuple[int, int, str]]:
    assert snapshot is not None, "no article changed"
    with connect(snapshot) as database:
        query = "SELECT revision, extraction, text FROM landed.articles ORDER BY revision, extraction"
        return database.execute(query).fetchall()


def test_a_phrase_pinned_since_is_cut_from_what_has_landed(run: RunContext) -> None:
    snapshot = reclean(with_source(run, replace(SOURCE, promos=("harbour desk",))), None)
    assert rows(snapshot) == [(1, 1, f"{TEXT}\n{LINE}"), (1, 2, TEXT)]


def test_rules_changed_since_hold_for_pages_that_are_re_extracted(run: RunContext) -> None:
    snapshot = reextract(with_source(run, replace(SOURCE, prune=("p:last-of-type",))), "gazette")
    assert rows(snapshot) == [(1, 1, f"{TEXT}\n{LINE}"), (1, 2, TEXT)]


def test_nothing_lands_when_nothing_changes(run: RunContext) -> None:
    before = current_snapshot(run.data)
    assert reclean(run, None) is None
    assert reextract(run, None) is None
    assert current_snapshot(run.data) == before


def test_articles_of_a_site_are_read_as_they_landed(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    data.create()
    snapshot, names = EMPTY, ["whale", "storm", "ferry", "harbour"]
    for month, name in enumerate(names):
        landed = article(name, landed_at=hours(month * 800))
        snapshot = commit(data, snapshot, warehouse_rows.rows(landed), [], hours(month * 800))
    again = article("whale", extraction=2, landed_at=hours(4000))
    snapshot = commit(data, snapshot, warehouse_rows.rows(again), [], hours(4000))
    with connect_landed(snapshot) as database:
        learned = LearnedBlocks(database)
        assert learned.articles_of("example.org") == [digest(name, 16) for name in [*names[1:], "whale"]]
        assert learned.count_of(["example.org"]) == 4


@pytest.mark.parametrize("rebuild", [reclean, reextract])
def test_how_far_it_is_is_told(
    run: RunContext, rebuild: Callable[[RunContext, str | None], Snapshot | None]
) -> None:
    told = ToldProgress()
    rebuild(replace(run, progress=told), "gazette")
    stages = [(name, stage.total, stage.unit, stage.done) for name, stage in told.stages.items()]
    assert stages == [(rebuild.__name__, 1, "articles", 1)]


@pytest.mark.parametrize("rebuild", [reclean, reextract])
def test_a_source_of_which_nothing_landed_is_no_success(
    run: RunContext, rebuild: Callable[[RunContext, str | None], Snapshot | None]
) -> None:
    with pytest.raises(NoArticlesOfSource, match="'gazete'"):
        rebuild(run, "gazete")


def test_a_copy_of_a_text_that_was_cut_since_is_found(
    run: RunContext,
) -> None:
    half = len(story("whale")) // 2
    reextract(with_source(run, replace(SOURCE, prune=(f"p:nth-of-type(n+{half + 1})",))), "gazette")
    html = article_html(*story("whale")[:half], title="Whale seen")
    copy = landed_page(
        html, url="https://courier.example/w", source="courier", run_id="20261120T150000Z-dddd"
    )
    land(run.data, copy)
    sources = {"gazette": SOURCE, "courier": Source(name="courier", home="https://courier.example/")}
    later = replace(run, run_id="20261120T160000Z-eeee", settings=Settings(sources=sources))
    ingest(later, False, directly)
    with connect(current_snapshot(run.data)) as database:
        query = "SELECT kind, similarity FROM landed.duplicates WHERE kind <> 'own'"
        assert database.execute(query).fetchall() == [("exact", 1.0)]


def page(outlet: str, *texts: tuple[str, ...]) -> Page:
    paragraphs = [paragraph for text in texts for paragraph in text]
    url, run_id = f"https://{outlet}.example/page", "20261120T150000Z-dddd"
    return landed_page(article_html(*paragraphs, title=outlet), url=url, source=outlet, run_id=run_id)


@pytest.mark.parametrize(
    ("herald", "tribune", "before", "after"),
    [
        ((story("storm", 3), story("herald", 12)), (story("storm", 3), story("tribune", 12)), 2, 1),
        ((story("storm", 3), story("budget", 6)), (story("budget", 6),), 1, 2),
    ],
    ids=["joined by what is cut", "parted by what is cut"],
)
def test_what_is_re_extracted_is_matched_by_the_text_that_it_has_then(
    run: RunContext,
    herald: tuple[tuple[str, ...], ...],
    tribune: tuple[tuple[str, ...], ...],
    before: int,
    after: int,
) -> None:
    pages = page("herald", *herald), page("tribune", *tribune)
    for each in pages:
        land(run.data, each)
    names = [each.source for each in pages]
    plain = {name: Source(name=name, home=f"https://{name}.example/") for name in names}
    pruned = {name: replace(source, prune=("p:nth-of-type(n+4)",)) for name, source in plain.items()}
    if len(tribune) == 1:
        pruned["tribune"] = plain["tribune"]
    ingest(replace(run, run_id="20261120T160000Z-eeee", settings=Settings(sources=plain)), False, directly)
    clusters = "SELECT count(DISTINCT cluster_id) FROM articles_all WHERE source IN ('herald', 'tribune')"
    shown = "SELECT count(*) FROM articles WHERE source IN ('herald', 'tribune')"
    with connect(current_snapshot(run.data)) as database:
        assert database.execute(clusters).fetchall() == [(before,)]
    later = replace(run, run_id="20261120T170000Z-ffff", settings=Settings(sources=pruned))
    snapshot = reextract(later, None)
    with connect(snapshot or current_snapshot(run.data)) as database:
        for query in (clusters, shown):
            assert database.execute(query).fetchall() == [(after,)]


SHOWN = """
    SELECT article_id, revision, extraction, text, flags, cluster_id FROM articles_all ORDER BY article_id
"""
PLACES = """
    WITH placed AS (
        SELECT article_id, arg_max((story_id, original_id), landed_at) AS place
        FROM landed.duplicates GROUP BY ALL
    )
    SELECT article_id, coalesce(place, (article_id, article_id))
    FROM articles_all LEFT JOIN placed USING (article_id) ORDER BY ALL
"""
CUT = "SELECT article_id, position, kind, reason, text FROM removed_blocks ORDER BY ALL"
PAIRS = """
    SELECT least(article_id, other_id) AS one, greatest(article_id, other_id) AS two,
        arg_max((kind, similarity), found_at)
    FROM landed.pairs GROUP BY ALL ORDER BY ALL
"""


def contents(data: DataFolder) -> list[list[tuple[object, ...]]]:
    with connect(current_snapshot(data)) as database:
        return [database.execute(query).fetchall() for query in (SHOWN, PLACES, CUT, PAIRS)]


@pytest.fixture
def harbour_run(run: RunContext) -> RunContext:
    """Four outlets with texts that end alike, and a run by whose rules each of them is cut."""
    outlets = ("herald", "tribune", "courier")
    for outlet in outlets:
        shared = story("storm", 3) if outlet != "courier" else story("ferry", 3)
        land(run.data, page(outlet, shared, story(outlet, 12), (LINE,)))
    plain = {name: Source(name=name, home=f"https://{name}.example/") for name in ("gazette", *outlets)}
    ingest(replace(run, run_id="20261120T160000Z-eeee", settings=Settings(sources=plain)), False, directly)
    ruled = {
        name: replace(source, promos=("harbour desk",), prune=("p:nth-of-type(n+4)",))
        for name, source in plain.items()
    }
    return replace(run, run_id="20261120T170000Z-ffff", settings=Settings(sources=ruled))


@pytest.mark.parametrize("rebuild", [reclean, reextract])
def test_in_parts_and_killed_between_them_a_rebuild_ends_as_in_one_go(
    harbour_run: RunContext,
    rebuild: Callable[[RunContext, str | None], Snapshot | None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shutil.copytree(harbour_run.data.root, tmp_path / "parts", symlinks=True)
    before = contents(harbour_run.data)
    rebuild(harbour_run, None)
    at_once = contents(harbour_run.data)
    assert len({row[5] for row in at_once[0]}) == (4 if rebuild is reclean else 3)
    in_parts = replace(harbour_run, data=DataFolder(tmp_path / "parts"))
    monkeypatch.setattr(rebuild_articles, "PART", 1)
    monkeypatch.setattr(rebuild_articles, "PAGES_AT_ONCE", 1)
    first = iter([rebuild_articles.commit_rebuilt])

    def killed_after_one(*rows: Any, **more: Any) -> Snapshot:
        for one in first:
            return one(*rows, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rebuild_articles, "commit_rebuilt", killed_after_one)
        rebuild(in_parts, None)
    assert contents(in_parts.data) not in (before, at_once)
    rebuild(in_parts, None)
    assert contents(in_parts.data) == at_once
