"""Groups of robots.txt as RFC 9309 and Google's parser read them."""

from datetime import UTC, datetime

import pytest

from spiders.politeness.robots import Robots, robots_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PAGE = "https://example.org/a"


def rules(text: str, status: int = 200) -> Robots:
    return Robots(robots_file(status, text.encode(), NOW))


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("User-agent: copydesk/0.1.0\nDisallow: /", True),
        ("User-agent: CopyDesk (news)\nDisallow: /", True),
        ("User-agent: copydesk-images\nDisallow: /", False),
        ("User-agent: copy\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: desk\nDisallow: /", False),
        ("User-agent: * all of you\nDisallow: /", True),
        ("User-agent: *copydesk\nDisallow: /", False),
        ("User-agent: copydesk\nnoindex: /b\nUser-agent: other\nDisallow: /", True),
        ("User-agent: copydesk\nCrawl-delay: 3\nUser-agent: other\nDisallow: /", True),
        ("User-agent: copydesk\nSitemap: https://example.org/s.xml\nUser-agent: other\nDisallow: /", True),
        (
            "User-agent: copydesk\nUser-agent: x\nAllow: /\nUser-agent: copydesk\nDisallow: /a",
            True,
        ),
        ("User-agent copydesk\nDisallow /a", True),
        ("User-agent: copydesk\nDisallow: # /a", False),
        ("Disallow: /", False),
    ],
)
def test_who_is_meant(text: str, is_refused: bool) -> None:
    assert bool(rules(text).refusal(PAGE)) == is_refused


def test_a_delay_holds_for_all_names_before_it() -> None:
    text = "User-agent: copydesk\nCrawl-delay: 3\nUser-agent: other\nDisallow: /b"
    assert rules(text).crawl_delay == 3


def test_a_response_without_content_allows_everything() -> None:
    assert rules("", status=204).refusal(PAGE) is None


def test_agents_of_training_are_told_apart_by_their_whole_names() -> None:
    assert rules("User-agent: GPTBot/1.2\nDisallow: /").allows_ai(PAGE) is False
    assert rules("User-agent: ai2bot\nDisallow: /").allows_ai(PAGE) is False
