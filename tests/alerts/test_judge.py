"""From evidence to findings, by values written by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.alerts.evidence import AlertEvidence, DocumentLook, LinkCounts, PageCounts, Surroundings, Watched
from flows.alerts.finding import Finding
from flows.alerts.judge import GIB, judge
from flows.sources.pacing import SourceHistory
from spiders.sources.source import Expectations, Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOME, FEED = "https://www.example.org/", "https://example.org/rss"
SOURCE = Source(name="s", home=HOME, feeds=(FEED,))
FINE = Surroundings(free_bytes=500 * GIB, disk_bytes=1000 * GIB, run_gap=1.0, usual_gap=1.0)
HISTORY = SourceHistory(
    source="s", last_look=NOW, last_new=NOW, failing_since=None, watched_days=40, new_lately=30, pause_days=1
)
PAST = PageCounts(
    pages=400, rejected=8, lists=8, walls=20, landed=360, words=500.0, firsts=300, duplicates=30
)
RECENT = PageCounts(pages=20, rejected=1, lists=0, walls=1, landed=18, words=480.0, firsts=15, duplicates=2)


def look(url: str = HOME, outcome: str = "fetched", reason: str = "ok", **more: Any) -> DocumentLook:
    return DocumentLook(url=url, kind="feed", outcome=outcome, reason=reason, **more)


def watched(**more: Any) -> Watched:
    values: dict[str, Any] = {
        "history": HISTORY,
        "documents": (look(HOME), look(FEED)),
        "recent": RECENT,
        "past": PAST,
    }
    return Watched(**(values | more))


def judged(
    one: Watched, *still: Finding, around: Surroundings = FINE, source: Source = SOURCE
) -> list[Finding]:
    evidence = AlertEvidence(surroundings=around, sources={"s": one})
    return judge({"s": source}, evidence, {finding.key: finding for finding in still})


def kinds(found: list[Finding]) -> list[str]:
    return [finding.kind.label for finding in found]


LOST = [
    ([look(HOME, "failed", "dns"), look(FEED, "failed", "timeout")], ["failed"]),
    ([look(HOME), look(FEED, "failed", "http_404")], ["unread"]),
    ([look(HOME), look(FEED, "blocked", "robots")], ["robots"]),
    ([look(HOME, "blocked", "robots"), look(FEED, "blocked", "robots")], ["robots"]),
    ([look(HOME), look(FEED, "blocked", "robots", was_read=False)], ["unread"]),
    ([look(HOME, "blocked", "robots"), look(FEED, "failed", "http_500")], ["robots", "failed"]),
    ([look(HOME, hosts=("new.example",) * 3), look(FEED)], ["moved"]),
    ([look(HOME, hosts=("new.example",) * 2), look(FEED)], []),
    ([look(HOME, hosts=("new.example", "example.org", "new.example")), look(FEED)], []),
    ([look(HOME, hosts=("example.org",) * 3), look(FEED)], []),
]


@pytest.mark.parametrize(("documents", "expected"), LOST)
def test_failed_documents_are_one_finding_a_cause(documents: list[DocumentLook], expected: list[str]) -> None:
    assert kinds(judged(watched(documents=tuple(documents)))) == expected


def test_a_finding_says_what_to_do_and_since_when() -> None:
    lost = look(FEED, "failed", "http_404", failing_since=NOW)
    (finding,) = judged(watched(documents=(lost,)))
    assert finding.text == (
        "no document could be read since 2026-11-22 09:00 UTC (http_404): "
        "the server has nothing at the URL: look for its new URL with `copydesk sources add`"
    )


def silent(days: float, **more: Any) -> Watched:
    return watched(history=replace(HISTORY, last_new=NOW - timedelta(days=days), new_lately=0, **more))


def test_a_source_is_quiet_when_its_own_past_does_not_explain_the_silence() -> None:
    assert kinds(judged(silent(2.9))) == []
    assert kinds(judged(silent(3.1))) == ["quiet"]
    assert kinds(judged(silent(8, pause_days=7))) == [], "a weekly paper"
    assert kinds(judged(silent(11, pause_days=7))) == ["quiet"]
    assert kinds(judged(silent(15, pause_days=0))) == [], "its rhythm is not known yet"
    assert kinds(judged(silent(25, pause_days=0))) == ["quiet"]
    assert kinds(judged(silent(3.1, watched_days=3.5))) == [], "a new source is given time"
    assert kinds(judged(watched(history=replace(HISTORY, last_new=None)))) == ["quiet"]


def test_a_source_that_failed_is_not_also_quiet() -> None:
    down = replace(silent(9), documents=(look(HOME, "failed", "dns"),))
    assert kinds(judged(down)) == ["failed"]


@pytest.mark.parametrize(
    ("expect", "expected"), [({"min_per_day": 20}, ["few"]), ({"max_per_day": 5}, ["many"])]
)
def test_stated_expectations_are_held(expect: dict[str, float], expected: list[str]) -> None:
    source = replace(SOURCE, expect=Expectations(**expect))
    assert kinds(judged(watched(), source=source)) == expected
    assert kinds(judged(silent(9), source=source)) == [*expected][: expected == ["few"]] or expected == [
        "many"
    ]


JUMPS = [
    ({"rejected": 8}, ["extraction"], {"rejected": 5}, {"rejected": 3}),
    ({"words": 150.0}, ["extraction"], {"words": 250.0}, {"words": 350.0}),
    ({"lists": 9}, ["lists"], {"lists": 5}, {"lists": 3}),
    ({"walls": 10}, ["walls"], {"walls": 6}, {"walls": 3}),
    ({"duplicates": 10}, ["duplicates"], {"duplicates": 6}, {"duplicates": 3}),
]


@pytest.mark.parametrize(("jumped", "expected", "between", "back"), JUMPS)
def test_a_jump_against_the_own_past_stays_open_until_it_is_back(
    jumped: dict[str, Any], expected: list[str], between: dict[str, Any], back: dict[str, Any]
) -> None:
    first = judged(watched(recent=replace(RECENT, **jumped)))
    assert kinds(first) == expected
    assert judged(watched(recent=replace(RECENT, **between))) == [], "half of it is no jump"
    assert kinds(judged(watched(recent=replace(RECENT, **between)), *first)) == expected, "but not yet back"
    assert judged(watched(recent=replace(RECENT, **back)), *first) == []


def test_a_change_that_lasts_does_not_become_its_own_measure() -> None:
    broken = replace(RECENT, rejected=15, landed=4)
    first = judged(watched(recent=broken))
    later = watched(recent=broken, past=replace(PAST, rejected=300, landed=80))
    assert kinds(judged(later, *first)) == ["extraction"]
    assert judged(later) == []


def test_little_is_not_judged() -> None:
    few = replace(RECENT, pages=8, rejected=8, landed=0, firsts=0, duplicates=0)
    assert judged(watched(recent=few)) == []
    assert judged(watched(recent=replace(RECENT, rejected=18), past=PageCounts(pages=5))) == []


def test_one_title_on_many_articles() -> None:
    named = {"title": "The Example", "title_of": 50}
    assert judged(watched(title_count=4, **named)) == []
    assert judged(watched(title_count=9, **named)) == [], "a column that comes each day"
    first = judged(watched(title_count=12, **named))
    assert (kinds(first), first[0].quote) == (["title"], "The Example")
    assert kinds(judged(watched(title_count=7, **named), *first)) == ["title"]
    assert judged(watched(title_count=4, **named), *first) == []


def test_articles_that_robots_txt_forbids_of_late() -> None:
    links = {
        "recent_links": LinkCounts(seen=40, forbidden=30),
        "past_links": LinkCounts(seen=900, forbidden=20),
    }
    assert kinds(judged(watched(**links))) == ["robots"]
    always = {
        "recent_links": LinkCounts(seen=40, forbidden=30),
        "past_links": LinkCounts(seen=900, forbidden=700),
    }
    assert judged(watched(**always)) == []


def test_links_that_lead_off_the_site() -> None:
    def links(seen: int, off_site: int) -> Watched:
        return watched(recent_links=LinkCounts(seen=seen, off_site=off_site, off_site_host="new.example"))

    (found,) = judged(links(10, 10))
    assert (found.kind.label, "new.example" in found.text) == ("off_site", True)
    assert judged(links(10, 4)) == judged(links(100, 12)) == []


def test_links_to_the_host_that_serves_the_documents_are_the_same_move() -> None:
    links = LinkCounts(seen=10, off_site=10, off_site_host="www.new.example")

    def moving(*hosts: str, lately: Collection[str] = ()) -> Watched:
        there = look(HOME, hosts=hosts, hosts_lately=frozenset(lately or hosts))
        return watched(recent_links=links, documents=(there,))

    assert judged(moving("new.example", "example.org")) == [], "told once three looks agree"
    moved = judged(moving("new.example", "new.example", "new.example"))
    assert kinds(moved) == ["moved"]
    back = moving("example.org", "new.example", lately=("example.org", "new.example"))
    assert judged(back, *moved) == moved, "over when no document of the day came from the other host"
    assert kinds(judged(moving("example.org", "new.example", lately=("example.org",)), *moved)) == [
        "off_site"
    ]
    assert kinds(judged(back)) == ["off_site"], "without a move, links off the site are told of"


def test_disk_quarantine_and_lateness_concern_no_source() -> None:
    around = replace(FINE, free_bytes=10 * GIB, quarantined=("20261122T1",), run_gap=9.0)
    found = judged(watched(), around=around)
    assert kinds(found) == ["quarantine", "disk", "late"]
    assert [finding.source for finding in found] == ["", "", ""]
    again = judged(watched(), *found, around=replace(FINE, free_bytes=25 * GIB))
    assert kinds(again) == ["disk"], "there must be clearly more room before it is over"
    assert judged(watched(), around=replace(FINE, free_bytes=25 * GIB, run_gap=1.9)) == []


def test_sources_that_are_not_watched_any_more_are_no_finding() -> None:
    down = watched(documents=(look(HOME, "failed", "dns"),))
    assert judged(down, source=replace(SOURCE, enabled=False)) == []
    assert judge({}, AlertEvidence(surroundings=FINE, sources={"s": down}), {}) == []
