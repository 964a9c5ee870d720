"""The match stage: copies within a batch, across runs, and the same clusters however articles arrive."""

import random
from dataclasses import replace
from itertools import count
from pathlib import Path

import pyarrow.compute as pc
import pytest
from matched_lake import clusters, edited, land, published, run_at, story
from warehouse_rows import article

from dedupe.articles.candidates.band import TEXT_BAND
from dedupe.articles.version import Matching, matching_version
from flows.matching import signing
from flows.stages.match import match
from spiders.sources.source import Source
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import EMPTY, current_snapshot
from warehouse.tables import Article


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def test_an_edited_copy_in_the_same_batch_is_found_and_the_earlier_leads(data: DataFolder) -> None:
    text = story("wire")
    matched = land(
        data, [published("b", edited(text), 2), published("a", text, 1), published("c", story("other"), 3)]
    )
    (row,) = matched.duplicates
    assert (row.article_id, row.cluster_id) == (article("b").article_id, article("a").article_id)
    assert row.kind == "near"
    assert 0.5 < row.similarity < 1
    assert clusters(data) == [("a", "b"), ("c",)]


def test_a_copy_of_an_article_from_an_earlier_run_is_found(data: DataFolder) -> None:
    text = story("wire")
    assert land(data, [published("a", text, 1)]).duplicates == []
    (row,) = land(data, [published("b", text, 2)], hour=1).duplicates
    assert (row.cluster_id, row.kind, row.similarity) == (article("a").article_id, "exact", 1.0)


def test_the_same_words_are_found_by_their_hash_alone(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 1)], only=lambda bands: bands.filter(pc.field("band") == TEXT_BAND))
    (row,) = land(data, [published("b", text, 2)], hour=1).duplicates
    assert (row.cluster_id, row.kind) == (article("a").article_id, "exact")


def test_the_same_words_are_found_in_a_lake_without_their_hashes(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 1)], only=lambda bands: bands.filter(pc.field("band") != TEXT_BAND))
    (row,) = land(data, [published("b", text, 2)], hour=1).duplicates
    assert (row.cluster_id, row.kind) == (article("a").article_id, "exact")


@pytest.mark.parametrize("change", ["bands", "rows", "width", "seed", "rule"])
def test_signatures_of_another_version_of_matching_are_not_compared(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    text = story("wire")
    other = replace(Matching(), **{change: getattr(Matching(), change) + 1})
    with monkeypatch.context() as patched:
        patched.setattr(signing, "matching_version", lambda: other.version)
        land(data, [published("a", text, 1)])
    assert land(data, [published("b", text, 2)], hour=1).duplicates == []
    (row,) = land(data, [published("c", text, 3)], hour=2).duplicates
    assert row.cluster_id == article("b").article_id


def test_the_version_says_all_that_hashes_depend_on() -> None:
    assert Matching().version != Matching(rows=4).version != Matching(letters="other").version
    assert matching_version() == matching_version()


def test_a_truncated_copy_is_an_excerpt(data: DataFolder) -> None:
    text = story("wire", 300)
    (row,) = land(
        data, [published("a", text, 1), published("b", "\n".join(text.split("\n")[:8]), 2)]
    ).duplicates
    assert row.kind == "excerpt"
    assert row.similarity == 1.0


def test_an_article_outside_the_window_is_not_looked_at(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 1)])
    assert land(data, [published("b", text, 2)], hour=15 * 24).duplicates == []


def test_the_newcomers_source_says_how_far_back_is_looked(data: DataFolder) -> None:
    sources = {
        name: Source(name=name, home=f"https://{name}.test/", window_days=days)
        for name, days in (("patient", 30), ("usual", 0))
    }
    text = story("wire")
    land(data, [published("a", text, 1)])
    late = 20 * 24
    newcomers = [published(name, edited(text), 2, source=name) for name in sources]
    usual, patient = (
        match(run_at(data, late, sources=sources), [one], current_snapshot(data)).duplicates
        for one in reversed(newcomers)
    )
    assert usual == []
    assert [row.cluster_id for row in patient] == [article("a").article_id]


def test_a_near_copy_is_found_through_an_exact_one_when_the_first_left_the_window(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 1)])
    land(data, [published("b", text, 2)], hour=10 * 24)
    (row,) = land(data, [published("c", edited(text), 3)], hour=20 * 24).duplicates
    assert row.cluster_id == article("a").article_id
    assert row.kind == "near"


def test_a_revision_does_not_copy_its_own_article(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 1)])
    assert land(data, [published("a", edited(text), 1, revision=2)], hour=1).duplicates == []


def test_an_older_article_that_arrives_late_is_marked_and_rewrites_nothing(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("b", text, 5)])
    rows = {row.article_id: row for row in land(data, [published("a", edited(text), 1)], hour=1).duplicates}
    late, canonical = rows[article("a").article_id], rows[article("b").article_id]
    assert {late.cluster_id, canonical.cluster_id} == {article("b").article_id}
    assert "late" in late.reason
    assert {late.original_id, canonical.original_id} == {article("a").article_id}


def test_nothing_to_match_gives_empty_tables(data: DataFolder) -> None:
    matched = match(run_at(data), [], EMPTY)
    assert (matched.duplicates, matched.signatures.num_rows, matched.bands.num_rows) == ([], 0, 0)


def test_batches_and_their_order_leave_no_trace_in_the_clusters(tmp_path: Path) -> None:
    articles: list[Article] = []
    for number in range(12):
        text, copies = story(f"wire {number}"), 1 + number % 4
        for copy in range(copies):
            body = text if copy == 0 else edited(edited(text, copy), copy + 50)
            articles.append(published(f"{number}-{copy}", body, len(articles)))
    # a chain: the last shares its halves with two stories that have nothing in common
    half = [story(f"wire {number}").split("\n")[:8] for number in (3, 7)]
    articles.append(published("digest", "\n".join(half[0] + half[1]), len(articles)))
    found = set()
    for trial in range(5):
        rng = random.Random(trial)
        rng.shuffle(articles)
        data = DataFolder(tmp_path / f"trial-{trial}")
        data.create()
        borders = sorted(rng.sample(range(1, len(articles)), trial))
        hours = count()
        for first, last in zip([0, *borders], [*borders, len(articles)], strict=True):
            land(data, articles[first:last], hour=next(hours))
        found.add(tuple(clusters(data)))
    assert len(found) == 1
