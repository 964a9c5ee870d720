"""The clean stage over several runs, with a real warehouse in a temporary folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import made_drafts
import pytest
from invented_stories import story

from flows.cleaning import young_sites
from flows.cleaning.learned_blocks import LearnedBlocks
from flows.cleaning.reclean import reclean_site
from flows.configuration import Settings
from flows.draft import Draft
from flows.evaluation.duplicates_cases import template_reports
from flows.runs.context import RunContext
from flows.stages.clean import Cleaned, clean
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress, SilentStage
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Article, BlockCount, RemovedBlock
from warehouse.tables.arrow import to_arrow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TAIL = (
    "Sign up for our daily newsletter and never miss a story from the harbour.",
    "Keep ReadingShow less",
    "Ring the harbour",
)


def draft(topic: str, *texts: str, site: str = "gazette.example") -> Draft:
    url = f"https://{site}/{topic}"
    return made_drafts.draft(topic, url, *texts, source=site)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def run_of(data: DataFolder, number: int) -> RunContext:
    started = NOON + timedelta(hours=number)
    return RunContext(f"run-{number}", started, data, Settings(), SilentProgress(), workers=1)


def run_clean(data: DataFolder, number: int, *drafts: Draft) -> Cleaned:
    """Clean and commit one batch, as a run does with texts that are all new."""
    run = run_of(data, number)
    cleaned = clean(run, drafts, current_snapshot(data))
    rows = {
        "articles": to_arrow([*cleaned.articles, *cleaned.recleaned], Article),
        "removed_blocks": to_arrow([*cleaned.removed, *cleaned.recleaned_removed], RemovedBlock),
        "blocks": to_arrow(cleaned.counts, BlockCount),
    }
    commit(data, current_snapshot(data), rows, [], run.started_at)
    return cleaned


def test_the_second_story_of_a_site_in_another_run_cleans_the_first_too(data: DataFolder) -> None:
    first = run_clean(data, 1, draft("whale", *story("whale"), *TAIL))
    second = run_clean(data, 2, draft("mayor", *story("mayor"), *TAIL))
    assert first.articles[0].text == "\n".join((*story("whale"), *TAIL))
    assert second.articles[0].text == "\n".join(story("mayor"))
    (recleaned,) = second.recleaned
    assert recleaned.text == "\n".join(story("whale"))
    assert (recleaned.revision, recleaned.extraction) == (1, 2)
    assert [block.text for block in second.recleaned_removed] == list(TAIL)


def test_nothing_is_cleaned_again_when_nothing_was_learned(data: DataFolder) -> None:
    for number, topic in enumerate(("whale", "mayor")):
        run_clean(data, number, draft(topic, *story(topic), *TAIL))
    third = run_clean(data, 3, draft("rain", *story("rain"), *TAIL))
    assert third.articles[0].text == "\n".join(story("rain"))
    assert third.recleaned == []


def test_what_was_cut_for_few_votes_comes_back_where_the_threshold_has_risen(data: DataFolder) -> None:
    line = "The reporters of this paper live in the old houses beside the harbour."
    few = run_clean(data, 1, draft("whale", *story("whale"), line), draft("mayor", *story("mayor"), line))
    assert [block.text for block in few.removed] == [line, line]
    five = run_clean(data, 2, *(draft(topic, *story(topic)) for topic in ("rain", "ferry", "budget")))
    uncut = sorted("\n".join((*story(topic), line)) for topic in ("whale", "mayor"))
    assert sorted(article.text for article in five.recleaned) == uncut


def test_what_a_site_stopped_showing_stays_cut_from_the_articles_that_had_it(data: DataFolder) -> None:
    new_line = "The harbour desk has moved to the market square, and welcomes you there."
    long_ago = [
        replace(draft(topic, *story(topic), *tail), fetched_at=NOON - timedelta(days=100))
        for topic, tail in (("whale", TAIL), ("mayor", TAIL), ("tower", (*TAIL, new_line)))
    ]
    run_clean(data, 1, *long_ago)
    later = run_clean(data, 2, *(draft(topic, *story(topic), new_line) for topic in ("rain", "bridge")))
    assert [article.text for article in later.recleaned] == ["\n".join(story("tower"))]
    with connect(current_snapshot(data)) as database:
        learned, site = LearnedBlocks(database), "gazette.example"
        assert list(reclean_site(run_of(data, 3), learned, site, SilentStage())) == []


def test_what_a_site_stopped_showing_is_not_cut_from_new_pages(data: DataFolder) -> None:
    old = [draft(topic, *story(topic), *TAIL) for topic in ("whale", "mayor")]
    run_clean(data, 1, *(replace(one, fetched_at=NOON - timedelta(days=100)) for one in old))
    run_clean(data, 2, draft("rain", *story("rain")))
    quoting = run_clean(data, 3, draft("bridge", *story("bridge"), TAIL[2]))
    assert quoting.articles[0].text == "\n".join((*story("bridge"), TAIL[2]))


def test_a_copy_of_a_landed_story_votes_for_what_it_alone_has(data: DataFolder) -> None:
    run_clean(data, 1, draft("whale", *story("whale")))
    line = "And a last line that the copy alone has."
    copy = run_clean(data, 2, draft("whale-copy", *story("whale"), line))
    assert [(count.stories, count.sample) for count in copy.counts] == [(0, ""), (1, line)]
    assert copy.removed == []


def test_copies_of_landed_stories_do_not_vote_however_many_sites_bring_one(data: DataFolder) -> None:
    sites = [f"{name}.example" for name in ("gazette", "herald", "tribune", "courier", "echo", "globe")]
    run_clean(data, 1, *(draft("whale", *story("whale"), site=site) for site in sites))
    line = "And a last line that the copy alone has."
    copies = run_clean(data, 2, *(draft("whale-copy", *story("whale"), line, site=site) for site in sites))
    assert sorted(count.sample for count in copies.counts) == [*[""] * len(sites), *[line] * len(sites)]


def test_the_same_article_again_does_not_vote(data: DataFolder) -> None:
    run_clean(data, 1, draft("whale", *story("whale")))
    assert run_clean(data, 2, draft("whale", *story("whale"))).counts == []
    rewritten = run_clean(data, 3, draft("whale", *story("whale"), *story("mayor")))
    assert {count.stories for count in rewritten.counts if not count.fingerprint} == {0}


def test_another_site_learns_for_itself(data: DataFolder) -> None:
    run_clean(data, 1, draft("whale", *story("whale"), *TAIL))
    other = run_clean(data, 2, draft("mayor", *story("mayor"), *TAIL, site="courier.example"))
    assert other.removed == []


def test_one_batch_and_many_runs_end_with_the_same_texts(data: DataFolder, tmp_path: Path) -> None:
    topics = ("whale", "mayor", "rain")
    drafts = [draft(topic, *story(topic), *TAIL) for topic in topics]
    texts: dict[str, str] = {}
    for number, one in enumerate(drafts):
        cleaned = run_clean(data, number, one)
        texts |= {article.article_id: article.text for article in (*cleaned.articles, *cleaned.recleaned)}
    together = DataFolder(tmp_path / "together")
    together.create()
    at_once = run_clean(together, 1, *drafts)
    assert texts == {article.article_id: article.text for article in at_once.articles}


def land_in_batches(folder: Path, *batches: Sequence[Draft]) -> tuple[dict[str, str], dict[int, int]]:
    """The texts of some batches by article, and the votes for each block."""
    data = DataFolder(folder)
    data.create()
    texts: dict[str, str] = {}
    for number, batch in enumerate(batches):
        cleaned = run_clean(data, number, *batch)
        texts |= {article.article_id: article.text for article in (*cleaned.articles, *cleaned.recleaned)}
    with connect(current_snapshot(data)) as database:
        rows = database.execute("SELECT fingerprint, sum(stories) FROM landed.blocks GROUP BY ALL").fetchall()
    return texts, {mark: stories for mark, stories in rows if stories}


def template_drafts() -> list[Draft]:
    return [draft(row.id, *filter(None, row.text.split("\n")), *TAIL) for row in template_reports(1)[:16]]


def test_reports_by_a_template_vote_alike_in_whichever_batches_they_come(tmp_path: Path) -> None:
    reports = template_drafts()
    one = land_in_batches(tmp_path / "one", reports)
    assert land_in_batches(tmp_path / "several", *(reports[part::4] for part in range(4))) == one
    assert land_in_batches(tmp_path / "back", reports[:3:-1], reports[3::-1]) == one


def test_a_site_for_which_there_is_no_room_is_recounted_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = template_drafts()
    one, several = land_in_batches(tmp_path / "one", reports), tmp_path / "several"
    with monkeypatch.context() as limits:
        limits.setattr(young_sites, "MOST_RECOUNTED", 2)
        first, _ = land_in_batches(several, *(reports[part:12:3] for part in range(3)))
    last, votes = land_in_batches(several, reports[12:])
    assert (first | last, votes) == one


def test_a_site_whose_articles_are_unlike_is_not_recounted(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("landed texts were read")

    monkeypatch.setattr(LearnedBlocks, "revisions", refuse)
    run_clean(data, 1, draft("whale", *story("whale"), *TAIL))
    mayor = run_clean(data, 2, draft("mayor", *story("mayor"), *TAIL))
    assert mayor.articles[0].text == "\n".join(story("mayor"))
    with pytest.raises(AssertionError, match="were read"):
        run_clean(data, 3, draft("whale-copy", *story("whale"), *TAIL))
