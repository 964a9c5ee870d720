"""A URL that several documents name is requested once, with what all of them say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from spiders.discovery.links import Link
from spiders.fetching.ledger import Ledger, SeenUrl
from spiders.fetching.outcome import Outcome
from warehouse.values import FetchReason

URL = "https://gazette.example/whale"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def seen(discovery: str, minute: int = 0, **link: Any) -> SeenUrl:
    return SeenUrl(
        link=Link(url=URL, **link),
        kind="article",
        discovery=discovery,
        discovery_url=f"https://gazette.example/{discovery}",
        at=NOON + timedelta(minutes=minute),
    )


def test_what_the_feed_says_is_kept_though_the_front_page_came_first() -> None:
    ledger = Ledger("run", "gazette")
    first = seen("front_page", title="Whale…", language="en")
    assert ledger.open(first)
    assert not ledger.open(seen("feed", 1, title="Whale leaves", authors=("Ada Okafor",)))
    known = ledger.latest(first)
    assert (known.link.title, known.link.authors, known.link.language) == (
        "Whale leaves",
        ("Ada Okafor",),
        "en",
    )
    row = ledger.close(first, Outcome(FetchReason.OK))
    assert (row.discovery, row.discovered_at) == ("feed", NOON)


def test_a_document_that_says_less_adds_only_what_lacks() -> None:
    ledger = Ledger("run", "gazette")
    first = seen("feed", title="Whale leaves")
    ledger.open(first)
    ledger.open(seen("sitemap", 1, title="Other", modified="2026-11-19"))
    known = ledger.latest(first)
    assert (known.discovery, known.link.title, known.link.modified) == ("feed", "Whale leaves", "2026-11-19")


def test_a_url_is_closed_once_and_stays_closed() -> None:
    ledger = Ledger("run", "gazette")
    ledger.open(seen("feed"))
    ledger.close(seen("feed"), Outcome(FetchReason.BUDGET))
    assert not ledger.open(seen("sitemap"))
    assert list(ledger.leftovers()) == []
