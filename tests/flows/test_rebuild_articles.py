"""Articles rebuilt from landing: re-cleaned with what the source's table says, re-extracted by its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from invented_stories import story
from landed_pages import NOON, article_html, fetched, landed_page

from flows.configuration import Settings
from flows.ingestion.ingest import ingest
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from flows.runs.progress import SilentProgress
from flows.upkeep.rebuild_articles import NoArticlesOfSource, reclean, reextract
from spiders.sources.source import Source
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot, current_snapshot
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


def rows(snapshot: Snapshot) -> list[tuple[int, int, str]]:
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
