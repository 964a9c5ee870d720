from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spiders.politeness.host_file import HostFileCache
from spiders.politeness.path_rules import MAX_WILDCARDS, PathRules, path_of
from spiders.politeness.robots import MAX_ROBOTS_BYTES, Robots, robots_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

URL = "https://example.org/news/a"


def robots(text: str, status: int | None = 200) -> Robots:
    return Robots(robots_file(status, text.encode(), NOW))


@pytest.mark.parametrize("status", [404, 403, 401, 410, 302])
def test_a_missing_file_allows_everything(status: int) -> None:
    assert robots("User-agent: *\nDisallow: /", status).refusal(URL) is None


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_a_server_in_trouble_allows_nothing(status: int | None) -> None:
    assert robots("", status).refusal(URL) is not None


def test_our_own_group_counts_before_the_general_one() -> None:
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: copydesk\nAllow: /\nDisallow: /private/\nCrawl-delay: 2.5"
    )
    rules = robots(text)
    assert rules.refusal(URL) is None
    refusal = rules.refusal("https://example.org/private/a")
    assert refusal and refusal.reason == "robots"
    assert rules.crawl_delay == 2.5


def test_what_lies_behind_500_kib_is_not_read() -> None:
    text = "User-agent: *\nDisallow: /x\n" + "#" * MAX_ROBOTS_BYTES + "\nDisallow: /news\n"
    assert robots(text).refusal(URL) is None


def test_html_instead_of_rules_allows_everything() -> None:
    assert robots("<!doctype html><html><body>Not found</body></html>").refusal(URL) is None


def test_thousands_of_rules_are_kept_to() -> None:
    lines = [f"Disallow: /{number}*/edit$\nAllow: /{number}/free/*.html" for number in range(2_000)]
    rules = robots("User-agent: *\n" + "\n".join(lines) + "\nSitemap: https://example.org/s.xml\n")
    assert rules.refusal(URL) is None
    refusal = rules.refusal("https://example.org/1999/a/edit")
    assert refusal and refusal.reason == "robots"
    assert rules.refusal("https://example.org/1999/free/edit.html") is None
    assert rules.sitemaps == ("https://example.org/s.xml",)


def test_behind_too_many_wildcards_too_much_is_refused_and_never_too_little() -> None:
    rules = PathRules([("/x*y", False)] + [(f"/a{n}*b*", False) for n in range(MAX_WILDCARDS)])
    assert rules.allow("https://example.org/x") and not rules.allow("https://example.org/xy")
    assert rules.allow("https://example.org/a1/c")
    assert not rules.allow(f"https://example.org/a{MAX_WILDCARDS - 1}/c")
    behind = PathRules([("/" + "*" * MAX_WILDCARDS + "z", False), ("/n", False), ("/n*s", True)])
    assert not behind.allow("https://example.org/news")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://example.org", "/"),
        ("https://example.org?a=//b", "/?a=//b"),
        ("https://example.org/a;b?c=d#e", "/a;b?c=d"),
        ("https://example.org/%7euser/%c3%a4*$", "/~user/%C3%A4%2A%24"),
    ],
)
def test_path_and_query_are_compared(url: str, path: str) -> None:
    assert path_of(url) == path


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/a%2ab", "/a*b"),
        ("/a$b", "/a$b"),
        ("/a<b|c", "/a%3cb%7Cc"),
        ("/a%3Cb", "/a<b"),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
        ("/%c3%a4", "/%C3%A4"),
    ],
)
def test_characters_that_are_quoted_in_one_place_only_are_the_same(pattern: str, url: str) -> None:
    assert not PathRules([(pattern, False)]).allow(f"https://example.org{url}")


def test_tokens_of_training_agents_speak_about_training_only() -> None:
    assert robots("User-agent: *\nDisallow:").allows_ai(URL) is None
    rules = robots("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /")
    assert rules.refusal(URL) is None
    assert rules.allows_ai(URL) is False
    assert robots("User-agent: GPTBot\nDisallow: /shop").allows_ai(URL) is True


def test_a_file_is_kept_for_a_day(tmp_path: Path) -> None:
    cache = HostFileCache(tmp_path)
    cache.put("https://example.org", robots_file(200, b"User-agent: *\nDisallow: /", NOW))
    kept = cache.get("https://example.org")
    assert kept and kept.is_fresh(NOW + timedelta(hours=23))
    assert not kept.is_fresh(NOW + timedelta(hours=25))
    assert cache.get("https://elsewhere.example") is None


def test_a_broken_cache_file_is_no_file(tmp_path: Path) -> None:
    cache = HostFileCache(tmp_path)
    cache.put("https://example.org", robots_file(404, b"", NOW))
    for file in tmp_path.iterdir():
        file.write_text("{")
    assert cache.get("https://example.org") is None
