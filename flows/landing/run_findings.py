"""What an operator should look at after a run: pure decisions over the counts.

A source that fails is loud by itself. A source that goes quiet is not: the feed responds with 200, nothing is
new, and nobody notices for weeks. So a discovery document that cannot be read, nothing extracted and only
copies are findings, also when the run as a whole went well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.sources.listing_pages import LIST_REASONS, listing_pages_line
from flows.stages.tally import Tally
from warehouse.tables import Fetch, Rejection
from warehouse.values import FetchKind, FetchOutcome


def run_findings(
    tallies: Iterable[Tally], fetches: Sequence[Fetch], rejections: Iterable[Rejection] = ()
) -> tuple[str, ...]:
    """One line a finding: by source, then by document. `fetches` are all of the run's, settled."""
    lists: dict[str, list[str]] = {}
    for row in rejections:
        if row.reason in LIST_REASONS:
            lists.setdefault(row.source, []).append(row.url)
    return (
        *(line for counts in tallies for line in _of_source(counts, lists.get(counts.source, []))),
        *(_unread(fetch) for fetch in fetches if fetch.kind != FetchKind.ARTICLE and _is_lost(fetch)),
    )


def _of_source(counts: Tally, lists: Sequence[str]) -> Iterable[str]:
    if line := listing_pages_line(counts.source, lists, counts.fetched):
        yield line
    if counts.failed and counts.failed == counts.discovered - counts.skipped - counts.blocked:
        yield f"{counts.source}: every fetch failed ({counts.failed})"
    if counts.fetched and counts.rejected == counts.fetched:
        yield f"{counts.source}: nothing extracted, all {counts.rejected} pages were rejected"
    if counts.duplicate and counts.duplicate == counts.landed:
        yield f"{counts.source}: all duplicates, every landed article ({counts.landed}) is a copy"


def _is_lost(fetch: Fetch) -> bool:
    return FetchOutcome.of(fetch.outcome).is_lost


def _unread(fetch: Fetch) -> str:
    kind = fetch.kind.replace("_", " ")
    return f"{fetch.source}: the {kind} {fetch.url} could not be read: {fetch.outcome}/{fetch.reason}"
