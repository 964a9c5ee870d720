"""What a cleaned page is: new, revised, the same again, or a variant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warehouse_rows import article

from flows.stages.revise import Known, decide
from warehouse.tables import Article

CANONICAL = "https://example.org/harbour"
AMP = "https://example.org/harbour/amp"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page(text: str, url: str = CANONICAL, minutes: int = 0) -> Article:
    return article(
        "harbour",
        article_id="aa",
        url=url,
        canonical_url=CANONICAL,
        content_hash=text,
        fetched_at=NOON + timedelta(minutes=minutes),
    )


def verdicts(*pages: Article, known: Known | None = None) -> list[tuple[str, int]]:
    decisions = decide(pages, {"aa": known} if known else {})
    return [(decision.verdict, decision.article.revision) for decision in decisions]


def test_a_page_of_an_unknown_article_is_new() -> None:
    assert verdicts(page("one")) == [("new", 1)]


def test_a_changed_text_at_the_same_address_is_the_next_revision() -> None:
    assert verdicts(page("two"), known=Known(3, 2, "one", CANONICAL)) == [("revised", 4)]


def test_the_same_text_is_no_revision() -> None:
    assert verdicts(page("one"), known=Known(3, 2, "one", CANONICAL)) == [("same_text", 1)]


def test_two_texts_of_one_address_in_a_batch_are_revisions_in_the_order_of_fetching() -> None:
    assert verdicts(page("late", minutes=9), page("early")) == [("revised", 2), ("new", 1)]


def test_the_canonical_address_leads_when_its_variant_came_first() -> None:
    assert verdicts(page("amp", AMP), page("main", minutes=1)) == [("variant", 1), ("new", 1)]


def test_a_variant_alone_is_the_article() -> None:
    assert verdicts(page("amp", AMP)) == [("new", 1)]


def test_a_variant_of_a_known_article_never_revises_it() -> None:
    assert verdicts(page("amp", AMP), known=Known(1, 1, "main", CANONICAL)) == [("variant", 1)]


def test_the_canonical_address_revises_what_was_known_from_a_variant() -> None:
    assert verdicts(page("main"), known=Known(1, 1, "amp", AMP)) == [("revised", 2)]


def test_tracking_parameters_make_no_variant() -> None:
    tracked = page("two", CANONICAL + "?utm_source=feed")
    assert verdicts(tracked, known=Known(1, 1, "one", CANONICAL)) == [("revised", 2)]
