"""A run that lands in parts ends as one that lands at once, and a kill or a refusal costs one part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from invented_stories import story
from landed_pages import article_html, extract_here, fetched, landed_page, page_of, requested_page
from newsroom import Newsroom

from flows.draft import identity_of
from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.land import land
from flows.landing.landing_result import LandingResult, directly
from flows.landing.parts import parts_of
from flows.runs.context import RunContext
from flows.stages.extraction_worker import prepared
from flows.stages.tally import total
from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract
from spiders.workers.pool import NO_RULES
from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import BatchRefused
from warehouse.lake.lake import Lake
from warehouse.landing.segments import Rotation, Segment, SegmentSize, SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import EMPTY, current_snapshot
from warehouse.tables import Page

Query = Callable[[str], list[tuple[Any, ...]]]
Run = Callable[[], IngestResult]
Part = Callable[[int], None]

LANDS = ("article", "variant", "moved", "rejected")
WHAT_LANDED = {
    "articles": "SELECT article_id, canonical_url, title, authors, text, identity_reason FROM articles_all",
    "clusters": "SELECT article_id, cluster_id, story_id, original_id FROM memberships",
    "cut": "SELECT article_id, position, kind, text FROM removed_blocks",
    "sums": "SELECT discovered, fetched, unchanged, rejected, new, revised, duplicate, findings FROM runs",
}


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Part:
    """Sets the pages of a part."""

    def of(pages: int) -> None:
        monkeypatch.setattr("flows.landing.parts.MOST", SegmentSize(pages, 10**9, 10**12))

    return of


def leave(data: DataFolder, pages: Iterable[Page], each: int = 1) -> None:
    """Leave pages in landing, `each` a segment."""
    with SegmentWriter(data, "killed", "crawl", Rotation(pages=each)) as writer:
        for page in pages:
            writer.add(fetched(page), page)


def test_segments_are_put_together_up_to_the_pages_outcomes_and_bytes_of_a_part(data: DataFolder) -> None:
    leave(data, [page_of(name) for name in ("one", "two", "three", "four", "five")])
    segments = pending_segments(data, EMPTY)
    size = segments[0].size()

    def counts(most: SegmentSize) -> list[int]:
        return [len(some) for some in parts_of(segments, most)]

    assert counts(SegmentSize(2, 100, 10**9)) == [2, 2, 1]
    assert counts(SegmentSize(100, 3, 10**9)) == [3, 2]
    assert counts(SegmentSize(100, 100, size.bytes - 1)) == [1, 1, 1, 1, 1], "none is left out"
    assert [len(some) for some in parts_of([])] == [0], "a run that fetched nothing has a row, too"


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """Every page that the newsroom links, as a crawl would land it."""
    with Newsroom() as newsroom:
        return [
            page
            for url, truth in newsroom.truth.items()
            if truth.expected in LANDS and (page := requested_page(url, truth.outlet))
        ]


@pytest.fixture(scope="module")
def extracted(pages: Sequence[Page]) -> dict[str, Extraction | Refusal]:
    return {page.page_id: extract(page, NO_RULES) for page in pages}


def test_in_parts_the_newsroom_lands_as_it_does_at_once(
    pages: list[Page],
    extracted: Mapping[str, Extraction | Refusal],
    part: Part,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def from_before(
        pages: Iterable[Page],
        rules: Mapping[str, ExtractionRules],
        workers: int,
        module: str = "",
        pool: object = None,
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        """On one machine the workers prepare what they extracted, on a cluster they do not."""
        for page in pages:
            found = extracted[page.page_id]
            if is_whole or isinstance(found, Refusal):
                yield page, found
            else:
                yield page, prepared(found, identity_of(page, found))

    monkeypatch.setattr("flows.stages.extract.extract_pages", from_before)
    ends = []
    for number, most in enumerate((10_000, 50)):
        is_whole = number == 0
        part(most)
        data = DataFolder(tmp_path / str(number))
        data.create()
        leave(data, pages, each=25)
        (landed,) = ingest(prepare_run(data.root, tmp_path / "none.toml", False), False, directly).landed
        with connect(current_snapshot(data)) as database:
            ends.append({name: sorted(database.execute(sql).fetchall()) for name, sql in WHAT_LANDED.items()})
        counts = total(landed.tallies)
        assert ends[-1]["sums"][0][4:7] == (counts.new, counts.revised, counts.duplicate)
        assert (landed.snapshot.number > 1) == (most == 50)
    at_once, in_parts = ends
    assert len(at_once["clusters"]) > 10
    assert in_parts == at_once


def test_a_copy_that_was_published_earlier_leads_its_cluster_in_whatever_part_it_comes(
    data: DataFolder, run_once: Run, query: Query, part: Part
) -> None:
    part(1)
    leave(data, [_told_on(day, host) for day, host in ((22, "late"), (20, "early"), (21, "middle"))])
    (landed,) = run_once().landed
    assert query("select distinct cluster_id = article_id from articles_all where url like '%early%'") == [
        (True,)
    ]
    assert query("select count(distinct cluster_id) from articles_all") == [(1,)]
    assert (landed.run.new, landed.run.duplicate, landed.snapshot.number) == (1, 2, 3)
    assert query("select new, duplicate from runs") == [(1, 2)]
    assert {counts.source: counts.new for counts in landed.tallies} == {"early": 1, "late": 0, "middle": 0}


def _told_on(day: int, host: str) -> Page:
    head = f'<meta property="article:published_time" content="2026-11-{day}T10:00:00Z">'
    url = f"https://{host}.example/whale"
    return landed_page(article_html(*story("whale"), head=head), url, run_id="killed", source=host)


def test_a_kill_between_two_parts_loses_nothing_and_lands_nothing_again(
    data: DataFolder, run_once: Run, query: Query, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(2)
    leave(data, [page_of(str(number)) for number in range(5)])
    done: list[int] = []

    def killed_in_the_second(run: RunContext, segments: Sequence[Segment], *arguments: Any) -> LandingResult:
        if done:
            raise KeyboardInterrupt
        done.append(len(segments))
        return land(run, segments, *arguments)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("flows.landing.land_readable.land", killed_in_the_second)
        run_once()
    assert query("select count(*) from articles_all") == [(2,)]
    assert len(pending_segments(data, current_snapshot(data))) == 3
    (landed,) = run_once().landed
    assert landed.run.new == 3, "the pages of the first part are not extracted again"
    assert query("select count(*), count(distinct article_id) from articles_all") == [(5, 5)]
    assert query("select run_id, discovered, new from runs") == [("killed", 5, 5)]


def test_a_part_that_is_refused_is_set_aside_and_the_others_land(
    data: DataFolder, run_once: Run, query: Query, part: Part
) -> None:
    part(1)
    pages = [page_of(name) for name in ("one", "two", "three")]
    with SegmentWriter(data, "killed", "crawl", Rotation(pages=1)) as writer:
        for page in pages:
            row = fetched(page)
            is_wrong = page is pages[1]
            writer.add(replace(row, outcome="failed", reason="timeout") if is_wrong else row, page)
    with pytest.raises(BatchRefused) as refused:
        run_once()
    assert query("select count(*) from articles_all") == [(2,)]
    assert query("select discovered, new, failed from runs") == [(2, 2, 0)]
    assert [len(list((refused.value.quarantine / "segments").iterdir()))] == [1]


def test_findings_are_over_all_parts_of_a_run(
    data: DataFolder, run_once: Run, query: Query, part: Part
) -> None:
    part(1)
    copy = landed_page(article_html(*story("one")), "https://gazette.example/copy", run_id="killed")
    leave(data, [page_of("one"), copy, page_of("two")])
    (landed,) = run_once().landed
    assert (landed.run.new, landed.run.duplicate) == (2, 1)
    assert landed.run.findings == (), "the part with the copy alone would say that all are copies"
    assert query("select findings from runs") == [([],)]


def test_a_part_is_extracted_while_the_one_before_it_lands(
    data: DataFolder, run_once: Run, query: Query, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(1)
    leave(data, [page_of(name) for name in ("one", "two", "three")])
    extracted: defaultdict[str, Event] = defaultdict(Event)
    commit = Lake.commit

    def told(
        pages: Iterable[Page], *arguments: Any, **named: Any
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        for page, found in extract_here(pages, *arguments, **named):
            yield page, found
            extracted[page.url].set()

    def commit_when_extracted(lake: Lake, *arguments: Any) -> Any:
        following = {"one": "two", "two": "three"}
        (url,) = arguments[1]["articles"]["url"].to_pylist()
        name = url.rpartition("/")[2]
        assert name not in following or extracted[page_of(following[name]).url].wait(60)
        return commit(lake, *arguments)

    monkeypatch.setattr("flows.stages.extract.extract_pages", told)
    monkeypatch.setattr(Lake, "commit", commit_when_extracted)
    run_once()
    assert query("select count(*) from articles_all") == [(3,)]


class ClusterOfOne:
    """Extracts here, and ends no part before the pages of the next one were given out."""

    def __init__(self, parts: int) -> None:
        self.given_out = [Event() for _ in range(parts)]
        self.begun, self.ended = 0, 0

    def extract(
        self, pages: Iterable[Page], rules: Mapping[str, Any]
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        number, self.begun = self.begun, self.begun + 1
        found = list(pages)
        self.given_out[number].set()
        assert all(event.wait(60) for event in self.given_out[number + 1 : number + 2])
        yield from extract_here(found, rules, 1)

    def end(self) -> None:
        self.ended += 1


def test_on_a_cluster_the_next_parts_pages_go_out_with_the_last_of_a_part(
    data: DataFolder, tmp_path: Path, query: Query, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(1)
    leave(data, [page_of(name) for name in ("one", "two", "three")])
    made: list[ClusterOfOne] = []

    def cluster(run: RunContext) -> ClusterOfOne:
        made.append(ClusterOfOne(3))
        return made[-1]

    monkeypatch.setattr("flows.landing.extract_ahead.extractors", cluster)
    config = tmp_path / "cluster.toml"
    scheduler = '[extraction]\nscheduler = "tcp://nowhere:1"\n'
    config.write_text(f'[copydesk]\ncontact = "desk@copydesk.example"\n{scheduler}')
    ingest(prepare_run(data.root, config, False), False, directly)
    assert query("select count(*) from articles_all") == [(3,)]
    (one,) = made
    assert one.ended


def test_what_is_extracted_ahead_ends_with_a_run_that_is_killed(
    data: DataFolder, run_once: Run, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(1)
    leave(data, [page_of(name) for name in ("one", "two")])
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("flows.landing.land.clean", interrupted)
        run_once()
    assert not [thread for thread in enumerate_threads() if thread.name.startswith("extract-ahead")]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt
