from datetime import UTC, datetime, timedelta

import pytest

from spiders.politeness.host_file import HostFileCache
from spiders.politeness.robots import MAX_ROBOTS_BYTES, MAX_WILDCARDS, Robots, robots_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

URL = "https://example.org/news/a"


def robots(text, status=200):
    return Robots(robots_file(status, text.encode(), NOW))


@pytest.mark.parametrize("status", [404, 403, 401, 410, 302])
def test_a_missing_file_allows_everything(status):
    assert robots("User-agent: *\nDisallow: /", status).refusal(URL) is None


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_a_server_in_trouble_allows_nothing(status):
    assert robots("", status).refusal(URL) is not None


def test_our_own_group_counts_before_the_general_one():
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: copydesk\nAllow: /\nDisallow: /private/\nCrawl-delay: 2.5"
    )
    rules = robots(text)
    assert rules.refusal(URL) is None
    assert rules.refusal("https://example.org/private/a").reason == "robots"
    assert rules.crawl_delay == 2.5


def test_what_lies_behind_500_kib_is_not_read():
    text = "User-agent: *\nDisallow: /x\n" + "#" * MAX_ROBOTS_BYTES + "\nDisallow: /news\n"
    assert robots(text).refusal(URL) is None


def test_html_instead_of_rules_allows_everything():
    assert robots("<!doctype html><html><body>Not found</body></html>").refusal(URL) is None


def test_a_file_of_wildcards_without_end_allows_nothing_and_none_of_it_is_tried():
    rules = robots("User-agent: *\n" + "Disallow: /*a*b\n" * MAX_WILDCARDS)
    assert (rules.refusal(URL).reason, "wildcards" in rules.refusal(URL).detail) == ("robots", True)
    assert rules.sitemaps == ()


def test_wildcards_in_comments_and_agents_are_no_rules():
    text = (
        "#" + "*" * 2 * MAX_WILDCARDS + "\n" + "User-agent: *\n" * 2 * MAX_WILDCARDS + "Disallow: /*.pdf$\n"
    )
    assert robots(text).refusal(URL) is None
    assert robots(text).refusal(f"{URL}.pdf") is not None


def test_tokens_of_training_agents_speak_about_training_only():
    assert robots("User-agent: *\nDisallow:").allows_ai(URL) is None
    rules = robots("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /")
    assert rules.refusal(URL) is None
    assert rules.allows_ai(URL) is False
    assert robots("User-agent: GPTBot\nDisallow: /shop").allows_ai(URL) is True


def test_a_file_is_kept_for_a_day(tmp_path):
    cache = HostFileCache(tmp_path)
    cache.put("https://example.org", robots_file(200, b"User-agent: *\nDisallow: /", NOW))
    kept = cache.get("https://example.org")
    assert kept.is_fresh(NOW + timedelta(hours=23))
    assert not kept.is_fresh(NOW + timedelta(hours=25))
    assert cache.get("https://elsewhere.example") is None


def test_a_broken_cache_file_is_no_file(tmp_path):
    cache = HostFileCache(tmp_path)
    cache.put("https://example.org", robots_file(404, b"", NOW))
    for file in tmp_path.iterdir():
        file.write_text("{")
    assert cache.get("https://example.org") is None
