"""What an operator should look at after a run: pure decisions over the counts.

A source that fails is loud by itself. A source that goes quiet is not: the feed answers 200, nothing is
new, and nobody notices for weeks. So too little, nothing at all, and only copies are findings.
"""

from __future__ import annotations

from collections.abc import Iterable

from flows.tally import Tally


def findings(tallies: Iterable[Tally]) -> tuple[str, ...]:
    """One line per finding, in the order of the tallies."""
    return tuple(line for counts in tallies for line in _of_source(counts))


def _of_source(counts: Tally) -> Iterable[str]:
    if counts.discovered == 0:
        yield f"{counts.source}: no link discovered"
    elif counts.failed == counts.discovered:
        yield f"{counts.source}: every fetch failed ({counts.failed})"
    if counts.fetched and counts.rejected == counts.fetched:
        yield f"{counts.source}: nothing extracted, all {counts.rejected} pages were rejected"
    if counts.duplicate and counts.duplicate == counts.landed:
        yield f"{counts.source}: all duplicates, every landed article ({counts.landed}) is a copy"
