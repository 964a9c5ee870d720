"""Walls and empties are recognised, and articles that look like them are not.

`made_pages/KIND.name.html` are pages written for these tests; KIND is why they are refused, or their wall.
"""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest
from landed_pages import landed_page
from lxml import html
from newsroom import Newsroom

from spiders.extraction.extract import extract
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import ExtractionRules, Refusal
from spiders.extraction.walls.facts import count_words
from spiders.extraction.walls.rules import recognise

MADE = sorted((Path(__file__).parent / "made_pages").glob("*.html"))


def kind_of(
    body: bytes, content_type: str | None = None, url: str = "https://made.example/2026/11/what-stands-here"
) -> str:
    found = extract(landed_page(body, url, content_type=content_type, discovery="archive"), ExtractionRules())
    reason = found.reason if isinstance(found, Refusal) else found.columns["wall"]
    return "none" if reason == "no_text" else reason  # a gallery of captions is neither wall nor list


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_made_page_is_what_its_name_says(path: Path) -> None:
    assert kind_of(path.read_bytes()) == path.name.partition(".")[0]


def test_every_page_of_the_newsroom_is_what_it_was_made_as() -> None:
    with Newsroom() as newsroom:
        pages = [page for page in newsroom.truth.values() if page.expected in ("article", "rejected")]
        for page in pages:
            with urllib.request.urlopen(page.url, timeout=400) as response:
                found = kind_of(response.read(), response.headers["Content-Type"])
            assert found == (page.reason or page.wall), page.url


def test_an_article_may_contain_every_wall_when_its_text_is_long() -> None:
    lines = (
        f"<p>On day {day} the river rose by a hand in the night and fell again by noon.</p>"
        for day in range(30)
    )
    walls = (
        '<h1>Sign in</h1><h1>Page not found</h1><input type="password"><button>Accept all</button> cookies'
    )
    assert kind_of(f"<html><body><article>{''.join(lines)}</article>{walls}</body></html>".encode()) == "none"


def test_words_without_spaces_count_as_half_of_their_characters() -> None:
    assert count_words("四号线开始空载试运行") == 5
    assert count_words("two words") == 2


def test_a_page_without_anything_is_no_wall() -> None:
    tree = html.document_fromstring("<html><body></body></html>")
    assert recognise(tree, read_structured(tree), ()) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please complete the captcha to continue.", "challenge"),
        ("Loading, please wait ...", "script_only"),
    ],
)
def test_a_line_in_the_text_s_place_is_no_article_whatever_the_page_states(text: str, kind: str) -> None:
    head = '<meta property="og:type" content="article"><title>The whale</title>'
    body = f"<div><a href=/>Gazette</a></div><div><p>{text}</p></div>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    assert kind_of(page.encode()) == kind


@pytest.mark.parametrize(
    "line",
    [
        "To continue reading, subscribe to the Gazette.",
        "Sie möchten weiterlesen? Jetzt abonnieren und alle Artikel lesen.",
        "La suite est réservée aux abonnés.",
    ],
)
def test_the_offer_of_a_subscription_at_the_end_of_a_short_text_is_a_paywall(line: str) -> None:
    text = "The harbour master counted the boats again and found that two of them were missing. " * 3
    page = f"<html><body><article><h1>The whale</h1><p>{text}</p><p>{line}</p></article></body></html>"
    assert kind_of(page.encode()) == "paywall"
