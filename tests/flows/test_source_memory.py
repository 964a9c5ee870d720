"""What the snapshot remembers of sources and URLs, from fetches written by hand."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from flows.crawling.known_urls import write_known
from flows.sources.source_history import source_histories
from spiders.fetching.known import KnownUrls, read_known
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, install
from warehouse.tables import Fetch
from warehouse.tables.arrow import to_arrow

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://example.org/a"


class Remember(Protocol):
    def __call__(self, *rows: Fetch) -> Snapshot: ...


class ReadKnown(Protocol):
    def __call__(self, snapshot: Snapshot, now: datetime = NOW) -> KnownUrls: ...


def fetch(
    hours_ago: float,
    kind: str = "article",
    outcome: str = "fetched",
    reason: str = "ok",
    url: str = URL,
    **more: Any,
) -> Fetch:
    at = NOW - hours_ago * HOUR
    fetched = at if outcome in ("fetched", "unchanged", "failed") else None
    values: dict[str, Any] = {
        "discovery": "feed",
        "discovered_at": at,
        "fetched_at": fetched,
        "source": "s",
    } | more
    return Fetch(
        fetch_id=f"{hours_ago}{kind}{url}",
        run_id=f"run{hours_ago}",
        url=url,
        kind=kind,
        outcome=outcome,
        reason=reason,
        **values,
    )


@pytest.fixture
def remember(data: DataFolder) -> Remember:
    return lambda *rows: commit(data, EMPTY, {"fetches": to_arrow(rows, Fetch)}, [], NOW)


@pytest.fixture
def known(data: DataFolder, tmp_path: Path) -> ReadKnown:
    def read(snapshot: Snapshot, now: datetime = NOW) -> KnownUrls:
        return read_known(write_known(data, snapshot, tmp_path / "known", now, ["s"]), "s")

    return read


def test_the_last_good_response_is_remembered_behind_later_failures(
    remember: Remember, known: ReadKnown
) -> None:
    rows = [
        fetch(9, etag='"old"', body_hash="0"),
        fetch(5, outcome="unchanged", reason="http_304", etag='"new"', body_hash="1"),
        fetch(3, outcome="failed", reason="http_503"),
        fetch(1, outcome="failed", reason="timeout", fetched_at=None),
    ]
    entry = known(remember(*rows))[True, URL]
    assert (entry.outcome, entry.reason, entry.failures) == ("failed", "timeout", 2)
    assert (entry.etag, entry.body_hash) == ('"new"', "1")
    assert (entry.first_seen, entry.last_requested) == (NOW - 9 * HOUR, NOW - HOUR)


def test_a_link_that_was_only_skipped_was_never_requested(remember: Remember, known: ReadKnown) -> None:
    entry = known(remember(fetch(2, outcome="skipped", reason="budget")))[True, URL]
    assert (entry.reason, entry.last_requested, entry.failures) == ("budget", None, 0)


def test_a_day_of_not_due_is_no_news_and_a_document_is_no_article(
    remember: Remember, known: ReadKnown
) -> None:
    entries = known(
        remember(
            fetch(5), fetch(1, outcome="skipped", reason="not_due"), fetch(5, kind="front_page", etag='"f"')
        )
    )
    assert entries[True, URL].outcome == "fetched"
    assert entries[False, URL].etag == '"f"'


def test_what_was_not_seen_for_two_months_is_forgotten(remember: Remember, known: ReadKnown) -> None:
    assert known(remember(fetch(61 * 24))) == {}


def test_each_source_has_its_own(remember: Remember, data: DataFolder, tmp_path: Path) -> None:
    snapshot = remember(fetch(5), fetch(5, source="z"))
    paths = write_known(data, snapshot, tmp_path / "known", NOW, ["s", "z", "new"])
    assert {name: len(read_known(paths, name)) for name in ("s", "z", "new")} == {"s": 1, "z": 1, "new": 0}


def test_what_is_kept_and_what_came_since_say_what_the_whole_ledger_says(
    data: DataFolder, known: ReadKnown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.query.kept_file.FEW", 100)
    rng = random.Random(5)
    snapshot = EMPTY
    for number in range(6):
        rows = [any_fetch(rng, number * 100 + one) for one in range(60)]
        snapshot = commit(data, snapshot, {"fetches": to_arrow(rows, Fetch)}, [], NOW + number * HOUR)
        kept = dict(known(snapshot, NOW + number * HOUR))
        first = data.known.read_bytes()
        data.known.unlink()
        assert kept == dict(known(snapshot, NOW + number * HOUR))
        data.known.write_bytes(first)


def any_fetch(rng: random.Random, number: int) -> Fetch:
    """One of few URLs, with a time of its own, which may be before those of rows that landed earlier."""
    outcome, reason = rng.choice(
        [("fetched", "ok"), ("unchanged", "http_304"), ("failed", "timeout"), ("skipped", "budget")]
    )
    return fetch(
        rng.randrange(1, 90 * 24) + number / 10_000,
        kind=rng.choice(["article", "feed"]),
        outcome=outcome,
        reason=reason,
        url=f"{URL}{rng.randrange(20)}",
        etag=rng.choice([None, f"{number}"]),
    )


@pytest.mark.parametrize(("later", "kept"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_what_is_kept_serves_for_a_day(
    remember: Remember, known: ReadKnown, data: DataFolder, later: timedelta, kept: bool
) -> None:
    snapshot = remember(fetch(5))
    known(snapshot)
    before = data.known.read_bytes()
    known(snapshot, NOW + later)
    assert (data.known.read_bytes() == before) is kept


def test_nothing_is_kept_after_a_takedown(remember: Remember, known: ReadKnown, data: DataFolder) -> None:
    snapshot = remember(fetch(5))
    known(snapshot)
    publish(data, install(data, snapshot, [], NOW + HOUR, "erasure"))
    assert not data.known.exists()


def test_archives_are_no_attempts(remember: Remember, known: ReadKnown) -> None:
    assert known(remember(fetch(5, discovery="archive"))) == {}


def test_without_a_snapshot_nothing_is_known(known: ReadKnown, data: DataFolder) -> None:
    assert known(EMPTY) == {}
    assert source_histories(data, EMPTY, NOW) == {}


def test_failures_begin_with_the_first_look_after_the_last_good_one(
    remember: Remember, data: DataFolder
) -> None:
    rows = [
        fetch(9, kind="feed"),
        fetch(9),
        fetch(6, kind="feed", outcome="failed", reason="http_500"),
        fetch(6, kind="front_page", outcome="unchanged", reason="http_304"),
        fetch(4, kind="feed", outcome="failed", reason="http_500"),
        fetch(2, kind="feed", outcome="blocked", reason="robots_unreachable"),
        fetch(1, kind="feed", outcome="skipped", reason="not_due"),
    ]
    history = source_histories(data, remember(*rows), NOW)["s"]
    assert (history.last_look, history.failing_since) == (NOW - 2 * HOUR, NOW - 4 * HOUR)
    assert history.last_new == NOW - 9 * HOUR


def test_new_articles_are_counted_once_and_pauses_without_the_first_day(
    remember: Remember, data: DataFolder
) -> None:
    days = [22, 20, 19, 18, 14, 2, 1]
    rows = [fetch(24 * day, kind="feed", url="f") for day in days]
    rows += [fetch(24 * day - 1, url=f"{URL}{day}") for day in days]
    rows += [fetch(24 * day - 2, url=f"{URL}22") for day in days]
    history = source_histories(data, remember(*rows), NOW)["s"]
    assert (round(history.watched_days), history.new_lately) == (22, 2)
    assert history.pause_days == 4, "the longest, of 12 days, may have been a failure"


def test_the_last_page_of_a_source_that_is_quiet_for_long_is_known(
    remember: Remember, data: DataFolder
) -> None:
    rows = [fetch(hours_ago=200 * 24), fetch(hours_ago=1, kind="feed", url="https://example.org/feed")]
    history = source_histories(data, remember(*rows), NOW)["s"]
    assert history.last_new == NOW - timedelta(days=200)
    assert history.new_lately == 0
