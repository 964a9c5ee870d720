from datetime import UTC, datetime, timedelta

import pytest

from spiders.host_file import HostFileCache
from spiders.robots import MAX_ROBOTS_BYTES, Robots, robots_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

URL = "https://example.org/news/a"


def robots(text, status=200):
    return Robots(robots_file(status, text.encode(), NOW))


@pytest.mark.parametrize("status", [404, 403, 401, 410, 302])
def test_a_missing_file_allows_everything(status):
    assert robots("User-agent: *\nDisallow: /", status).allows(URL)


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_a_server_in_trouble_allows_nothing(status):
    assert not robots("", status).allows(URL)


def test_our_own_group_counts_before_the_general_one():
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: copydesk\nAllow: /\nDisallow: /private/\nCrawl-delay: 2.5"
    )
    rules = robots(text)
    assert rules.allows(URL)
    assert not rules.allows("https://example.org/private/a")
    assert rules.crawl_delay == 2.5


def test_what_lies_behind_500_kib_is_not_read():
    text = "User-agent: *\nDisallow: /x\n" + "#" * MAX_ROBOTS_BYTES + "\nDisallow: /news\n"
    assert robots(text).allows(URL)


def test_html_instead_of_rules_allows_everything():
    assert robots("<!doctype html><html><body>Not found</body></html>").allows(URL)


def test_tokens_of_training_agents_speak_about_training_only():
    assert robots("User-agent: *\nDisallow:").allows_ai(URL) is None
    rules = robots("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /")
    assert (rules.allows(URL), rules.allows_ai(URL)) == (True, False)
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
