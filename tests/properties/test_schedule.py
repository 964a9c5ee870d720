"""When a URL is requested again, whatever came of it before."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from warehouse_rows import NOON

from spiders.fetching.known import Known, KnownUrls
from spiders.politeness.schedule import WATCHED, revisits, skip_reason, taken_at_last
from spiders.sources.source import Source
from warehouse.values import FetchKind, FetchReason

MOST_FAILURES = 8
LONGEST = timedelta(days=30)
PAST = st.integers(0, 400 * 24).map(lambda hours: NOON - timedelta(hours=hours))
SOON = st.integers(-100, 7 * 24).map(lambda hours: NOON + timedelta(hours=hours))


@st.composite
def known(draw: st.DrawFn) -> Known:
    reason = draw(st.sampled_from(list(FetchReason)))
    first = draw(PAST)
    return Known(
        source="a",
        url=f"https://e.example/{draw(st.integers(0, 10**6))}",
        kind=draw(st.sampled_from(list(FetchKind))),
        outcome=reason.outcome,
        reason=reason,
        discovery="feed",
        discovery_url=None,
        first_seen=first,
        last_requested=draw(st.none() | st.just(first + (NOON - first) * draw(st.floats(0, 1)))),
        retry_after=draw(st.none() | SOON),
        failures=draw(st.integers(0, 100)),
        etag=None,
        last_modified=None,
        body_hash=None,
    )


@given(known(), st.integers(0, 100 * 24))
def test_what_is_due_stays_due_and_no_pause_is_longer_than_was_stated_and_a_month(
    some: Known, hours: int
) -> None:
    later = NOON + timedelta(hours=hours)
    if skip_reason(some, NOON) is None:
        assert skip_reason(some, later) is None
    last = max(some.last_requested or NOON, some.retry_after or NOON)
    assert skip_reason(some, last + LONGEST) is None


@given(st.lists(known(), max_size=12, unique_by=lambda one: one.url))
def test_what_is_requested_unseen_is_an_article_each_once_and_no_earlier_than_its_host_allows(
    some: list[Known],
) -> None:
    found = revisits(some, NOON)
    assert len({one.url for one in found}) == len(found)
    for one in found:
        assert one.kind == FetchKind.ARTICLE and not (one.retry_after and one.retry_after > NOON)
        assert one.was_read or one.failures < MOST_FAILURES


@given(st.lists(known(), min_size=1, max_size=12, unique_by=lambda one: one.url))
def test_what_is_settled_is_neither_requested_unseen_nor_taken_at_last(some: list[Known]) -> None:
    known_urls = KnownUrls(pa.Table.from_pylist([asdict(one) for one in some]))
    source = Source(name="a", home="https://e.example/")
    unsettled = known_urls.unsettled(NOON - WATCHED)
    assert revisits(unsettled, NOON) == revisits(some, NOON)
    assert taken_at_last(unsettled, source) == taken_at_last(some, source)
    assert {one.url for one in known_urls.documents()} == {one.url for one in some if one.kind != "article"}
    assert list(known_urls.values()) == some
