"""Properties of what is chosen before anything is fetched or landed: entries, processes, parts, paths."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from warehouse_rows import NOON

from flows.crawling.lanes import LANE_SOURCES, TROUBLED_LANES, lanes
from flows.landing.parts import parts_of
from spiders.discovery.newest import newest_entries, sort_key
from spiders.identity.urls import domain_of
from spiders.politeness.path_rules import PathRules
from spiders.sources.source import Source
from warehouse.landing.segments import Segment, SegmentSize

MOMENTS = st.integers(0, 400).map(lambda days: NOON - timedelta(days=days))


@given(st.lists(MOMENTS, min_size=2, max_size=40, unique=True), st.integers(1, 40), st.randoms())
def test_of_dated_entries_the_newest_are_kept_in_whatever_order_they_stand(
    moments: list[datetime], limit: int, chance: random.Random
) -> None:
    chance.shuffle(moments)
    kept, by = newest_entries([sort_key("https://a.example/x", [one]) for one in moments], limit, False)
    assert by == "date"
    assert [moments[place] for place in kept] == sorted(moments, reverse=True)[:limit]


@given(st.lists(st.none() | MOMENTS, max_size=40), st.integers(1, 40), st.booleans())
def test_as_many_entries_are_kept_as_there_is_room_for_each_once(
    moments: list[datetime | None], limit: int, is_top_first: bool
) -> None:
    keys = [sort_key(f"https://a.example/{number}/x", [one]) for number, one in enumerate(moments)]
    kept, _ = newest_entries(keys, limit, is_top_first)
    assert len(set(kept)) == len(kept) == min(limit, len(moments))


@st.composite
def outlets(draw: st.DrawFn) -> list[Source]:
    drawn = draw(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "slow", "fast"])), max_size=60))
    return [
        Source(name=f"n{number}", home=f"https://host{host}.example/", group=group)
        for number, (host, group) in enumerate(drawn)
    ]


@given(outlets(), st.sets(st.integers(0, 59).map(lambda number: f"n{number}")), st.integers(1, 8))
def test_every_source_is_crawled_by_one_process_and_a_host_by_no_two(
    sources: list[Source], troubled: set[str], count: int
) -> None:
    dealt = lanes(sources, troubled, count)
    crawled = [source.name for lane in dealt for chain in lane for source in chain]
    assert sorted(crawled) == sorted(source.name for source in sources)
    hosts = [{domain_of(source.home) for chain in lane for source in chain} for lane in dealt]
    assert sum(map(len, hosts)) == len(set().union(*hosts))
    assert all(0 < len(lane) <= LANE_SOURCES for lane in dealt)
    assert len(dealt) <= count + TROUBLED_LANES + len({source.group for source in sources if source.group})


@dataclass(frozen=True)
class Sized:
    """As much of a segment as parts are made by."""

    number: int
    held: SegmentSize

    def size(self) -> SegmentSize:
        return self.held


SIZES = st.builds(SegmentSize, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(SIZES, max_size=30), SIZES)
def test_parts_keep_the_order_of_segments_and_their_bounds_and_are_no_smaller_than_need_be(
    sizes: list[SegmentSize], most: SegmentSize
) -> None:
    segments = cast("list[Segment]", [Sized(number, size) for number, size in enumerate(sizes)])
    parts = list(parts_of(segments, most))
    assert [segment for part in parts for segment in part] == segments
    assert all(len(part) == 1 or _together(part).fits(most) for part in parts)
    assert not any(_together([*part, following[0]]).fits(most) for part, following in pairwise(parts))


def _together(part: list[Segment]) -> SegmentSize:
    held = SegmentSize()
    for segment in part:
        held = held.plus(segment.size())
    return held


PATTERNS = st.text("ab/*", min_size=1, max_size=6).map("/".__add__)
RULES = st.lists(
    st.tuples(st.builds(str.__add__, PATTERNS, st.sampled_from(["", "$"])), st.booleans()), max_size=8
)


@given(RULES, st.text("ab/", max_size=8))
def test_the_longest_pattern_that_fits_a_path_decides_and_of_two_the_one_that_allows(
    rules: list[tuple[str, bool]], path: str
) -> None:
    fitting = [(len(pattern), allows) for pattern, allows in rules if _fits(pattern, f"/{path}")]
    expected = max(fitting, default=(0, True))[1]
    assert PathRules(rules).allow(f"https://a.example/{path}") == expected


def _fits(pattern: str, path: str) -> bool:
    """RFC 9309, 2.2.3, word for word."""
    ends = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    return re.match(".*".join(map(re.escape, parts)) + ("$" if ends else ""), path) is not None
