from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spiders.fetching.known import Known
from spiders.politeness.schedule import revisits, skip_reason, source_refusal, taken_at_last
from spiders.sources.source import Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

HOUR = timedelta(hours=1)
KNOWN = Known(
    source="s",
    url="https://example.org/a",
    kind="article",
    outcome="fetched",
    reason="ok",
    discovery="feed",
    discovery_url=None,
    first_seen=NOW - HOUR,
    last_requested=NOW - HOUR / 4,
    retry_after=None,
    failures=0,
    etag=None,
    last_modified=None,
    body_hash=None,
)
OLD = replace(KNOWN, first_seen=NOW - 80 * HOUR)


def test_what_is_new_or_young_is_requested() -> None:
    assert skip_reason(None, NOW) is None
    assert skip_reason(KNOWN, NOW) is None


def test_an_old_article_waits_an_eighth_of_its_age() -> None:
    assert skip_reason(replace(OLD, last_requested=NOW - 8 * HOUR), NOW) == "not_due"
    assert skip_reason(replace(OLD, last_requested=NOW - 10 * HOUR), NOW) is None


def test_a_failure_is_requested_after_a_growing_pause() -> None:
    failed = replace(KNOWN, outcome="failed", reason="http_404", failures=1, last_requested=NOW - 3 * HOUR)
    assert skip_reason(failed, NOW) == "not_due"
    assert skip_reason(replace(failed, last_requested=NOW - 5 * HOUR), NOW) is None
    assert skip_reason(replace(failed, failures=3, last_requested=NOW - 5 * HOUR), NOW) == "not_due"


def test_a_server_that_sent_retry_after_is_obeyed() -> None:
    assert skip_reason(replace(KNOWN, retry_after=NOW + HOUR), NOW) == "deferred"
    assert skip_reason(replace(KNOWN, retry_after=NOW - HOUR), NOW) is None


def test_what_robots_txt_forbids_is_judged_each_time() -> None:
    assert skip_reason(replace(KNOWN, outcome="blocked", reason="robots", failures=9), NOW) is None


@pytest.mark.parametrize("reason", ["budget", "deferred", "timeout", "http_503"])
def test_what_is_failed_is_requested_though_nothing_names_it(reason: str) -> None:
    failed = replace(KNOWN, outcome="failed", reason=reason, failures=1)
    assert list(revisits([failed], NOW)) == [failed]


def test_what_fails_again_and_again_is_failed_no_longer() -> None:
    assert list(revisits([replace(KNOWN, outcome="failed", reason="timeout", failures=8)], NOW)) == []


def test_a_settled_article_is_watched_for_two_days() -> None:
    recent = replace(KNOWN, first_seen=NOW - 40 * HOUR, last_requested=NOW - 6 * HOUR)
    assert list(revisits([recent, replace(recent, first_seen=NOW - 60 * HOUR)], NOW)) == [recent]


def test_an_article_that_is_gone_is_looked_at_a_few_times_more_where_it_was_there() -> None:
    gone = replace(OLD, outcome="failed", reason="http_410", failures=1, last_requested=NOW - 5 * HOUR)
    there = replace(gone, body_hash="as it was")
    earlier = replace(there, last_requested=NOW - 3 * HOUR)
    for_good = replace(there, failures=5, last_requested=NOW - 5000 * HOUR)
    assert list(revisits([gone, there, earlier, for_good], NOW)) == [there]


def test_documents_are_never_requested_as_articles() -> None:
    assert list(revisits([replace(KNOWN, kind="feed", reason="timeout")], NOW)) == []


def test_a_link_off_the_site_is_requested_once_the_table_knows_its_host() -> None:
    denied = replace(KNOWN, url="https://new.example/a", outcome="skipped", reason="denied")
    off_site = replace(denied, detail="not on example.org; add an allow pattern to include it")
    other_language = replace(denied, detail="its language is en")
    before = Source(name="s", home="https://example.org/")
    assert taken_at_last([off_site], before) == []
    after = Source(name="s", home="https://new.example/", former_hosts=("example.org",))
    assert taken_at_last([off_site, other_language, KNOWN], after) == [off_site]
    assert source_refusal("https://www.example.org/a", None, after) is None


def test_patterns_decide_and_deny_wins() -> None:
    source = Source(name="s", home="https://www.example.org/", deny=("/live/",))
    assert source_refusal("https://news.example.org/a", None, source) is None
    assert (
        source_refusal("https://elsewhere.example/a", None, source)
        == "not on example.org; add an allow pattern to include it"
    )
    assert source_refusal("https://example.org/live/a", None, source) == "deny pattern '/live/'"
    allowing = replace(source, allow=(r"elsewhere\.example", "/live/"))
    assert source_refusal("https://elsewhere.example/a", None, allowing) is None
    assert source_refusal("https://example.org/a", None, allowing) == "no allow pattern matches"
    assert source_refusal("https://example.org/live/a", None, allowing) == "deny pattern '/live/'"


def test_a_link_whose_document_states_another_language_is_refused() -> None:
    source = Source(name="s", home="https://example.org/", languages=("de", "zh-Hant"))
    url = "https://example.org/a"
    assert source_refusal(url, "en", source) == "its language is en"
    assert (
        source_refusal(url, "de-AT", source)
        is source_refusal(url, "zh_CN", source)
        is source_refusal(url, None, source)
        is None
    )
