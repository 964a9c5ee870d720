"""What a cleaned page is: new, revised in text or metadata, known better, the same again, or a variant."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from warehouse_rows import article, digest

from flows.stages.revise import Decision, decide
from warehouse.tables import Article

CANONICAL = "https://example.org/harbour"
AMP = "https://example.org/harbour/amp"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page(text: str = "one", url: str = CANONICAL, minutes: int = 0, **changes: Any) -> Article:
    plain: dict[str, Any] = {"article_id": "aa", "url": url, "canonical_url": CANONICAL, "text": text}
    plain |= {"content_hash": digest(text, 32), "fetched_at": NOON + timedelta(minutes=minutes)}
    return article("harbour", **plain | changes)


def known(text: str = "one", url: str = CANONICAL, **changes: Any) -> Article:
    return page(text, url, **{"revision": 3, "extraction": 2} | changes)


def verdicts(*pages: Article, known: Article | None = None) -> list[tuple[str, int]]:
    decisions = decide(pages, {"aa": known} if known else {})
    return [(decision.verdict, decision.article.revision) for decision in decisions]


def decided(before: Article, after: Article, reread: Article | None = None) -> Decision:
    (decision,) = decide([after], {"aa": before}, {"aa": reread} if reread else {})
    return decision


def test_a_page_of_an_unknown_article_is_new() -> None:
    assert verdicts(page("one")) == [("new", 1)]


def test_a_changed_text_at_the_same_url_is_the_next_revision() -> None:
    decision = decided(known("one"), page("two"))
    assert (decision.verdict, decision.article.revision, decision.article.extraction) == ("revised", 4, 1)
    assert decision.article.changed == ("text",)


def test_the_same_text_is_no_revision() -> None:
    assert verdicts(page("one"), known=known("one")) == [("same_text", 1)]


def test_two_texts_of_one_url_in_a_batch_are_revisions_in_the_order_of_fetching() -> None:
    assert verdicts(page("late", minutes=9), page("early")) == [("revised", 2), ("new", 1)]


def test_the_canonical_url_leads_when_its_variant_came_first() -> None:
    assert verdicts(page("amp", AMP), page("main", minutes=1)) == [("variant", 1), ("new", 1)]


def test_a_variant_alone_is_the_article() -> None:
    assert verdicts(page("amp", AMP)) == [("new", 1)]


def test_a_variant_of_a_known_article_never_revises_it() -> None:
    assert verdicts(page("amp", AMP), known=known("main")) == [("variant", 1)]
    assert verdicts(page("main", AMP, title="Another headline"), known=known("main")) == [("variant", 1)]


def test_the_canonical_url_revises_what_was_known_from_a_variant() -> None:
    assert verdicts(page("main"), known=known("amp", AMP)) == [("revised", 4)]


def test_tracking_parameters_make_no_variant() -> None:
    tracked = page("two", CANONICAL + "?utm_source=feed")
    assert verdicts(tracked, known=known("one")) == [("revised", 4)]


MORNING = {"published_at": NOON, "published_origin": "jsonld", "published_precision": "instant"}
EVENING = MORNING | {"published_at": NOON + timedelta(hours=7)}
FULL: dict[str, Any] = {
    "title_origin": "heading",
    "authors_origin": "byline",
    "title": "A",
    "authors": ("Ann Lee", "Bo Ek"),
    "description": "What it is.",
    **MORNING,
}


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ({"title": "Council rejects the bridge"}, ("title",)),
        ({"title": "a"}, ("title",)),
        ({"authors": ("Ann Lee",)}, ("authors",)),
        ({"authors": ()}, ("authors",)),
        ({"authors": ("Cy Om",), "title": "B"}, ("title", "authors")),
        (EVENING, ("published_at",)),
        ({"description": "What it is not."}, ("description",)),
        ({"description": None}, ("description",)),
    ],
)
def test_a_change_of_metadata_is_a_revision_that_says_what_changed(
    after: dict[str, Any], changed: tuple[str, ...]
) -> None:
    decision = decided(known(**FULL), page(**FULL | after))
    assert (decision.verdict, decision.article.changed) == ("revised", changed)
    assert (decision.article.revision, decision.has_new_text) == (4, False)
    assert decision.is_news


def test_a_revision_of_text_and_headline_says_both() -> None:
    decision = decided(known(**FULL), page("two", **FULL | {"title": "B"}))
    assert decision.article.changed == ("text", "title")
    assert decision.has_new_text


@pytest.mark.parametrize(
    "after",
    [
        {"title": " A "},
        {"authors": ("bo ek", "Ann  Lee")},
        {"title": None},
        {"description": "What…"},
        {"description": "What it is...."},
        {"published_at": NOON + timedelta(milliseconds=300)},
        {"published_at": NOON + timedelta(days=3), "published_origin": "feed"},
        {"published_at": NOON - timedelta(hours=12), "published_precision": "day"},
        {"published_at": None, "published_origin": None},
        {"authors": (), "description": None, "published_at": None, "published_origin": None},
        {"modified_at": NOON},
        {"section": "World", "tags": ("x",)},
        {"title": "A | Example News", "title_origin": "page_title"},
        {"title": "Another title of the feed", "title_origin": "feed"},
        {"authors": ("Example News",), "authors_origin": "publisher"},
    ],
)
def test_what_is_no_edit_lands_nothing(after: dict[str, Any]) -> None:
    assert decided(known(**FULL), page(**FULL | after)).verdict == "same_text"


@pytest.mark.parametrize("field", ["text", "title"])
def test_another_unicode_form_of_the_same_is_no_revision(field: str) -> None:
    one = "Señor Müller’s – “café”, soft\u00adware and \ufb01sh"
    for other in (
        unicodedata.normalize("NFD", one),
        unicodedata.normalize("NFKC", one),
        one.replace("’", "'"),
    ):
        before: dict[str, Any] = {field: one}
        after: dict[str, Any] = {field: other}
        assert decided(known(**before), page(**after)).verdict == "same_text"


@pytest.mark.parametrize("missing", ["title", "authors", "description", "published_at"])
def test_metadata_that_a_page_shows_right_at_last_is_a_better_extraction(missing: str) -> None:
    without: dict[str, Any] = {missing: () if missing == "authors" else None}
    decision = decided(known(**FULL | without), page(**FULL))
    assert (decision.verdict, decision.article.revision, decision.article.extraction) == (
        "better_extraction",
        3,
        3,
    )
    assert getattr(decision.article, missing) == FULL[missing]
    assert not decision.is_news


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "undefined"),
        ("title", "example.org"),
        ("description", "null"),
        ("description", "[object Object]"),
        ("authors", ("undefined",)),
    ],
)
def test_what_a_template_writes_for_no_value_is_none(field: str, value: object) -> None:
    decision = decided(known(**FULL | {field: value, "domain": "example.org"}), page(**FULL))
    assert (decision.verdict, getattr(decision.article, field)) == ("better_extraction", FULL[field])
    kept = decided(known(**FULL), page("two", **FULL | {field: value, "domain": "example.org"}))
    assert (kept.article.changed, getattr(kept.article, field)) == (("text",), FULL[field])


def test_a_better_extraction_gives_up_nothing_that_was_known() -> None:
    before = known(**FULL | {"title": None})
    after = page(title="A", authors=(), description=None, published_at=None)
    row = decided(before, after).article
    assert (row.title, row.authors, row.description) == ("A", ("Ann Lee", "Bo Ek"), "What it is.")
    assert row.published_at == NOON


def test_a_date_that_a_page_states_replaces_that_of_a_feed_without_an_edit() -> None:
    fed = known(**FULL | {"published_origin": "feed", "published_at": NOON - timedelta(hours=1)})
    decision = decided(fed, page(**FULL))
    assert (decision.verdict, decision.article.published_at) == ("better_extraction", NOON)


def test_a_headline_of_the_page_replaces_that_of_its_link_without_an_edit() -> None:
    linked = known(**FULL | {"title": "What the feed said", "title_origin": "feed"})
    decision = decided(linked, page(**FULL))
    assert (decision.verdict, decision.article.title) == ("better_extraction", "A")
    kept = decided(
        known(**FULL), page("two", **FULL | {"title": "What the feed said", "title_origin": "feed"})
    )
    assert (kept.article.changed, kept.article.title) == (("text",), "A")


def test_a_headline_in_place_of_the_sites_name_is_no_edit_and_is_kept_where_the_name_comes_back() -> None:
    nameless = {"title": "Daily Herald", "title_origin": "site_name"}
    decision = decided(known(**FULL | nameless), page(**FULL))
    assert (decision.verdict, decision.article.title) == ("better_extraction", "A")
    kept = decided(known(**FULL), page("two", **FULL | nameless))
    assert (kept.article.changed, kept.article.title) == (("text",), "A")


def test_a_date_of_change_that_stands_for_the_published_one_is_no_edit() -> None:
    before, after = ({**FULL, **date, "modified_at": date["published_at"]} for date in (MORNING, EVENING))
    assert decided(known(**before), page(**after)).verdict == "same_text"


def test_what_our_extractor_reads_better_in_the_old_page_is_no_edit() -> None:
    before = known(title="Example News", authors=("Ann",))
    reread = replace(before, title="Council approves the bridge")
    better = decided(before, page(title="Council approves the bridge", authors=("Ann",)), reread)
    assert (better.verdict, better.article.title) == ("better_extraction", "Council approves the bridge")
    edited = decided(before, page(title="Council rejects the bridge", authors=("Ann",)), reread)
    assert (edited.verdict, edited.article.changed) == ("revised", ("title",))


def test_a_moved_article_lands_its_new_url_as_an_extraction() -> None:
    new = "https://example.org/2026/harbour"
    decision = decided(known(), page(url=new, canonical_url=new, former_urls=(CANONICAL,)))
    assert (decision.verdict, decision.article.revision, decision.article.extraction) == ("moved", 3, 3)
    assert (decision.article.canonical_url, decision.article.former_urls) == (new, (CANONICAL,))


def test_an_article_that_moved_and_changed_is_revised_at_its_new_url() -> None:
    new = "https://example.org/2026/harbour"
    decision = decided(known(), page("two", url=new, canonical_url=new, former_urls=(CANONICAL,)))
    assert (decision.verdict, decision.article.canonical_url) == ("revised", new)
