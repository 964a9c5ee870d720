"""What an operator should look at after a run: pure decisions over the counts.

A source that fails is loud by itself. A source that goes quiet is not: the feed responds with 200, nothing is
new, and nobody notices for weeks. So a discovery document that cannot be read, nothing extracted and only
copies are findings, also when the run as a whole went well. They are found when the last part of a run lands,
over all of its parts: of one part most sources have a few pages only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.sources.listing_pages import LIST_REASONS, Lists, listing_pages_line
from flows.stages.tally import Tally, by_source
from warehouse.tables import Fetch, Rejection
from warehouse.values import FetchKind, FetchOutcome


@dataclass(frozen=True)
class Seen:
    """What findings are made of, of a run or a part of it: counts, pages that are lists, documents lost."""

    tallies: tuple[Tally, ...] = ()
    lists: tuple[Lists, ...] = ()
    lost: tuple[str, ...] = ()

    def plus(self, other: Seen) -> Seen:
        """Both together."""
        return Seen(
            by_source((*self.tallies, *other.tallies)),
            Lists.by_source((*self.lists, *other.lists)),
            (*self.lost, *other.lost),
        )


def seen_in(tallies: Iterable[Tally], fetches: Iterable[Fetch], rejections: Iterable[Rejection] = ()) -> Seen:
    """What was seen in some rows; `fetches` are settled."""
    lists = (Lists(row.source, 1, (row.url,)) for row in rejections if row.reason in LIST_REASONS)
    lost = (_unread(fetch) for fetch in fetches if fetch.kind != FetchKind.ARTICLE and _is_lost(fetch))
    return Seen(tuple(tallies), Lists.by_source(lists), tuple(lost))


def run_findings(seen: Seen) -> tuple[str, ...]:
    """One line a finding: by source, then by document. `seen` is all of the run's."""
    lists = {found.source: found for found in seen.lists}
    return (
        *(line for counts in seen.tallies for line in _of_source(counts, lists.get(counts.source))),
        *seen.lost,
    )


def _of_source(counts: Tally, lists: Lists | None) -> Iterable[str]:
    if lists and (line := listing_pages_line(lists, counts.fetched)):
        yield line
    if counts.failed and counts.failed == counts.discovered - counts.skipped - counts.blocked:
        yield f"{counts.source}: every fetch failed ({counts.failed})"
    if counts.fetched and counts.rejected == counts.fetched:
        yield f"{counts.source}: no article extracted, all {counts.rejected} pages were rejected"
    if counts.duplicate and counts.duplicate == counts.landed:
        yield f"{counts.source}: all duplicates, every landed article ({counts.landed}) is a copy"


def _is_lost(fetch: Fetch) -> bool:
    return FetchOutcome.of(fetch.outcome).is_lost


def _unread(fetch: Fetch) -> str:
    kind = fetch.kind.replace("_", " ")
    return f"{fetch.source}: the {kind} {fetch.url} could not be read: {fetch.outcome}/{fetch.reason}"
