"""Runs over the whole demo newsroom: an edition, and the next one with its corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas
import polars
import pytest
from newsroom import Newsroom, PageTruth
from stored_values import unknown_values

from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.stages.tally import Tally, total
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot


@dataclass(frozen=True)
class Desk:
    """The data folder after two runs, the counts of each, and what was true at the time."""

    data: DataFolder
    first: tuple[Tally, ...]
    second: tuple[Tally, ...]
    truth: dict[str, PageTruth]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with connect(current_snapshot(self.data)) as connection:
            return connection.execute(sql).fetchall()

    def expected(self, *outcomes: str) -> list[PageTruth]:
        return [page for page in self.truth.values() if page.expected in outcomes]


@pytest.fixture(autouse=True, scope="module")
def without_workers() -> None:
    """With workers: these are runs as people have them."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    config, data = folder / "sources.toml", DataFolder(folder / "data")

    def run() -> tuple[Tally, ...]:
        (landed,) = ingest(prepare_run(data.root, config, True, workers=2), True, directly).landed
        return landed.tallies

    with Newsroom(crawl_delay=0.05) as newsroom:
        newsroom.write_sources(config)
        first = run()
        newsroom.publish_next_edition()
        yield Desk(data, first, run(), newsroom.truth)


def test_the_sums_of_every_source_hold_in_both_runs(desk: Desk) -> None:
    for counts in (*desk.first, *desk.second):
        assert counts.contradictions() == ()
        assert counts.discovered > 0, counts.source


def test_no_row_holds_a_value_that_the_data_dictionary_does_not_know(desk: Desk) -> None:
    with connect(current_snapshot(desk.data)) as database:
        assert unknown_values(database) == []


def test_every_story_is_one_article_at_its_canonical_url(desk: Desk) -> None:
    landed = [url for (url,) in desk.query("select canonical_url from articles_all")]
    assert sorted(landed) == sorted(page.canonical_url for page in desk.expected("article"))


def test_every_page_that_is_no_article_is_a_rejection_with_its_reason(desk: Desk) -> None:
    rejected = dict(desk.query("select distinct url, reason from rejections"))
    assert rejected == {page.url: page.reason for page in desk.expected("rejected")}


def test_the_second_run_finds_most_pages_unchanged_and_the_corrections_as_revisions(desk: Desk) -> None:
    counts = total(desk.second)
    assert counts.unchanged > 0.6 * counts.discovered
    assert counts.revised > 5
    revised = {url for (url,) in desk.query("select canonical_url from articles_all where revision = 2")}
    assert len(revised) == counts.revised


def test_the_text_that_landed_is_the_story_without_the_promos(desk: Desk) -> None:
    texts = dict(desk.query("select canonical_url, text from articles_all"))
    # A block that stands under one author's stories only may be that author's byline: it may stay.
    bylines = {(promo, page.authors) for page in desk.expected("article") for promo in page.promos}
    repeated = Counter(promo for promo, _ in bylines)
    left = {
        (page.outlet, promo)
        for page in desk.expected("article")
        for promo in page.promos
        if repeated[promo] > 1 and promo in texts[page.canonical_url]
    }
    lost = [
        (page.url, paragraph)
        for page in desk.expected("article")
        for paragraph in page.paragraphs
        if paragraph not in texts[page.canonical_url]
    ]
    assert (left, lost) == (set(), [])


def test_wire_copies_are_clustered_and_nothing_else_is(desk: Desk) -> None:
    story = {page.canonical_url: page.story_id for page in desk.expected("article")}
    clusters = desk.query("select list(canonical_url) from articles_all group by cluster_id")
    assert [urls for (urls,) in clusters if len({story[url] for url in urls}) > 1] == []
    assert len(clusters) == len(set(story.values()))


def test_polars_and_pandas_count_what_the_views_count(desk: Desk) -> None:
    folder = desk.data.lake / "current" / "articles"
    (views,) = desk.query("select (select count(*) from articles_all), (select count(*) from revisions)")
    superseded = views[1] - views[0]
    assert superseded > 0
    assert (
        polars.scan_parquet(folder / "**/*.parquet").select(polars.len()).collect().item()
        == sum(views) - views[0]
    )
    assert len(pandas.read_parquet(folder.resolve())) == views[0] + superseded


def test_every_discovered_url_has_one_outcome_a_run(desk: Desk) -> None:
    twice = "select run_id, kind, url from fetches group by all having count(*) > 1"
    assert desk.query(twice) == []
    for run, discovered in desk.query("select run_id, discovered from runs"):
        assert desk.query(f"select count(*) from fetches where kind = 'article' and run_id = '{run}'") == [
            (discovered,)
        ]


def test_the_languages_of_the_newsroom_are_recognised(desk: Desk) -> None:
    expected = {page.canonical_url: page.language for page in desk.expected("article")}
    found = dict(desk.query("select canonical_url, language from articles_all"))
    wrong = {url for url, language in expected.items() if (found[url] or "").split("-")[0] != language}
    assert wrong == set()
