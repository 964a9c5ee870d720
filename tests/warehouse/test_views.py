"""What the views and macros say, on a few rows that each make one point."""

from __future__ import annotations

from typing import Any

import pytest
from warehouse_rows import NOON, article, digest, duplicate, fetch, hours, pair, rejection, rows

from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.tables import Fetch


def query(data: DataFolder, sql: str, *batches: Any) -> list[tuple[Any, ...]]:
    snapshot = EMPTY
    for hour, records in enumerate(batches):
        snapshot = commit(data, snapshot, rows(records), [], hours(hour))
    with connect(snapshot) as database:
        return database.execute(sql).fetchall()


def test_articles_shows_the_newest_text_and_one_article_a_cluster(data: DataFolder) -> None:
    first = [article("a"), article("b"), article("c"), duplicate("c", of="a")]
    second = [article("b", revision=2, text="Corrected."), article("a", extraction=2, text="Cleaned.")]
    found = query(data, "SELECT title, text FROM articles ORDER BY title", first, second)
    assert found == [("Title of a", "Cleaned."), ("Title of b", "Corrected.")]


def test_a_copy_that_left_its_cluster_is_an_article_again(data: DataFolder) -> None:
    left = [duplicate("b", of="b", revision=2), article("b", revision=2)]
    found = query(
        data, "SELECT count(*) FROM articles", [article("a"), article("b"), duplicate("b", of="a")], left
    )
    assert found == [(2,)]


def test_clusters_list_the_canonical_first(data: DataFolder) -> None:
    batch = [article("z", source="one"), article("b", source="two"), duplicate("b", of="z")]
    found = query(data, "SELECT size, articles, sources, title FROM clusters", [*batch, article("alone")])
    assert found == [(2, [digest("z", 16), digest("b", 16)], ["one", "two"], "Title of z")]


def test_source_health_adds_up(data: DataFolder) -> None:
    batch = [
        *(fetch(name, page_id=None, outcome=name) for name in ("skipped", "blocked", "failed", "unchanged")),
        *(fetch(name) for name in ("new", "copy", "bad")),
        fetch("feed", kind="feed"),
        article("new"),
        article("copy"),
        duplicate("copy", of="new"),
        rejection("bad"),
    ]
    later = [fetch("new", run_id="r2", page_id="p2"), article("new", revision=2, page_id="p2")]
    sql = """
        SELECT discovered, skipped, blocked, failed, unchanged, fetched, missing, rejected, landed,
            "new", revised, duplicate
        FROM source_health
    """
    assert query(data, sql, batch, later) == [(8, 1, 1, 1, 1, 4, 0, 1, 3, 1, 1, 1)]


def test_a_page_that_is_neither_landed_nor_rejected_is_missing(data: DataFolder) -> None:
    assert query(data, "SELECT fetched, missing FROM source_health", [fetch("lost")]) == [(1, 1)]


def test_a_page_that_was_cleaned_again_still_counts_once(data: DataFolder) -> None:
    found = query(
        data, "SELECT landed, new FROM source_health", [fetch("a"), article("a")], article("a", extraction=2)
    )
    assert found == [(1, 1)]


DATED = {"published_at": NOON, "published_origin": "meta", "modified_at": NOON}


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [
        (DATED, {"modified_at": hours(1)}, False),
        (DATED, DATED, True),
        (DATED, {}, True),
        (DATED, DATED | {"correction_note": "Correction: it was Monday."}, False),
        ({"published_origin": "meta"}, {"published_origin": "meta"}, True),
        ({"published_origin": "feed"}, {"published_origin": "feed"}, None),
        ({}, {}, None),
        ({}, {"correction_note": "Correction: it was Monday."}, False),
        (DATED | {"correction_note": "Old."}, DATED | {"correction_note": "Old."}, True),
        (DATED | {"correction_note": "Old."}, DATED | {"correction_note": "Old.\nNew."}, False),
        ({}, {"modified_at": NOON}, False),
    ],
)
def test_an_edit_is_silent_where_dates_are_stated_and_neither_date_nor_note_is_new(
    data: DataFolder, before: dict[str, Any], after: dict[str, Any], silent: bool | None
) -> None:
    sql = "SELECT revision, kind, is_silent FROM corrections"
    found = query(data, sql, article("a", **before), article("a", revision=2, **after))
    assert found == [(2, "text", silent)]


def test_a_revision_is_compared_with_the_last_extraction_of_the_one_before(data: DataFolder) -> None:
    better = article("a", extraction=2, **DATED)
    edit = article("a", revision=2, changed=("title",), **DATED)
    sql = "SELECT kind, is_silent FROM corrections"
    assert query(data, sql, article("a"), better, edit) == [("metadata", True)]


def test_changes_of_metadata_have_a_history_of_their_own(data: DataFolder) -> None:
    edits = [
        article("a", authors=("Ann", "Bo")),
        article("a", revision=2, title="Second", authors=("Ann", "Bo"), changed=("title",)),
        article("a", revision=3, title="Third", authors=("Cy",), changed=("text", "title", "authors")),
    ]
    sql = "SELECT revision, field, before, after FROM metadata_changes ORDER BY revision, field"
    assert query(data, sql, *edits) == [
        (2, "title", "Title of a", "Second"),
        (3, "authors", "Ann; Bo", "Cy"),
        (3, "title", "Second", "Third"),
    ]


def test_a_page_that_is_gone_and_comes_back_is_told_with_its_times(data: DataFolder) -> None:
    def response(hour: float, status: int | None, outcome: str = "failed") -> Fetch:
        return fetch("a", fetched_at=hours(hour), status=status, outcome=outcome, page_id=None)

    batch = [fetch("a"), article("a"), fetch("b"), article("b")]
    later = [
        response(1, 503),
        response(2, 404),
        response(3, 410),
        response(4, None),
        response(5, 304, "unchanged"),
    ]
    never_known = fetch("c", status=404, outcome="failed", page_id=None)
    sql = "SELECT url, gone_at, status, last_gone_at, back_at FROM gone_articles ORDER BY gone_at"
    url = "https://example.org/a"
    first = (url, hours(2), 404, hours(3), hours(5))
    again = (url, hours(7), 410, hours(7), None)
    assert query(data, sql, batch, *later, never_known, response(7, 410)) == [first, again]


def test_revision_diff_shows_paragraphs_added_removed_and_changed(data: DataFolder) -> None:
    before = article("a", text="The harbour reopens on Monday.\nNobody was hurt.\nSame.")
    after = article("a", revision=2, text="New head.\nThe harbour reopens on Tuesday.\nSame.")
    diff = f"SELECT revision, change, position, before, after FROM revision_diff('{before.article_id}')"
    assert query(data, diff, before, after) == [
        (2, "added", 1, None, "New head."),
        (2, "changed", 2, "The harbour reopens on Monday.", "The harbour reopens on Tuesday."),
        (2, "removed", 2, "Nobody was hurt.", None),
    ]


def test_copies_of_names_the_others_of_the_cluster(data: DataFolder) -> None:
    batch = [article("a"), article("b"), article("c"), duplicate("b", of="a"), duplicate("c", of="a")]
    found = query(data, f"SELECT title, is_canonical FROM copies_of('{digest('b', 16)}')", batch)
    assert found == [("Title of a", True), ("Title of c", False)]


def test_source_day_tells_the_outcome_of_each_link(data: DataFolder) -> None:
    batch = [fetch("a"), article("a"), fetch("b"), rejection("b"), fetch("c", discovered_at=hours(24))]
    sql = "SELECT url, title, rejected_for FROM source_day('example-news', '2026-11-22')"
    assert query(data, sql, batch) == [
        ("https://example.org/a", "Title of a", None),
        ("https://example.org/b", None, "no_text"),
    ]


def test_changes_tells_what_entered_changed_and_left(data: DataFolder) -> None:
    first = [article(name) for name in "abcd"]
    copy_at_once = [article("e"), duplicate("e", of="a")]
    second = [
        article("b", revision=2, landed_at=hours(1)),
        duplicate("c", of="a", landed_at=hours(1)),
        duplicate("d", of="a", landed_at=hours(1)),
    ]
    third = [duplicate("d", of="d", landed_at=hours(2)), article("f", landed_at=hours(2))]
    sql = "SELECT article_id, change, changed_at, entered_at, reason, cluster_id FROM changes"
    found = {row[0]: row[1:] for row in query(data, sql, [*first, *copy_at_once], second, third)}
    a = digest("a", 16)
    assert found == {
        a: ("entered", NOON, NOON, None, None),
        digest("b", 16): ("changed", hours(1), NOON, None, None),
        digest("c", 16): ("left", hours(1), None, "duplicate", a),
        digest("d", 16): ("entered", hours(2), hours(2), None, None),
        digest("f", 16): ("entered", hours(2), hours(2), None, None),
    }


def test_syndication_tells_who_took_a_story_how_late_and_how_much_of_it(data: DataFolder) -> None:
    def carried(name: str, hour: float, words: int, **changes: Any) -> Any:
        return article(name, source=name, published_at=hours(hour), word_count=words, **changes)

    batch = [
        carried("canonical", 3, 100, content_hash="same"),
        carried("first", 0, 100, content_hash="same"),
        carried("part", 1.5, 50, published_precision="minute"),
        carried("apart", 9, 100, published_precision="day"),
    ]
    of_first = {"original_id": digest("first", 16)}
    batch += [duplicate(name, of="canonical", **of_first) for name in ("first", "part", "apart")]
    batch += [
        pair("part", "first", resemblance=0.5, found_at=hours(1)),
        pair("first", "part", resemblance=0.1),
    ]
    sql = "SELECT original_source, copy_source, delay_minutes, share_taken FROM syndication ORDER BY ALL"
    assert query(data, sql, batch) == [
        ("first", "apart", None, None),
        ("first", "canonical", 180, 1.0),
        ("first", "part", 90, 0.5),
    ]
