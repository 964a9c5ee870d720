"""A run lands in parts: some of its segments at a time, each part committed whole. Pure.

Observed: what a stage holds of a page is a few times its text, so memory grows with the pages that land
together, and what is not committed is lost by a kill. The rule: segments are put together in their order up
to MOST pages, outcomes and bytes of bodies; a larger segment is a part of its own. Parts of one run learn
from each other as runs do; each costs what is asked of history once, so they are no smaller than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warehouse.landing.segments import Segment, SegmentSize

MOST = SegmentSize(pages=1_500, fetches=50_000, bytes=64 * 1024 * 1024)


def parts_of(segments: Sequence[Segment], most: SegmentSize | None = None) -> Iterator[list[Segment]]:
    """The segments in parts of `most` (MOST) or less; one part without segments where there are none."""
    most = most or MOST
    part: list[Segment] = []
    held = SegmentSize()
    for segment in segments:
        grown = held.plus(size := segment.size())
        if part and not grown.fits(most):
            yield part
            part, grown = [], size
        part.append(segment)
        held = grown
    yield part
