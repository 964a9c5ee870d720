"""Counts of one run, per source, that add up. Pure.

discovered = skipped + blocked + failed + unchanged + fetched
fetched    = rejected + landed
landed     = new + revised + duplicate
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from warehouse.tables import Duplicate, Fetch, Rejection, RemovedBlock
from warehouse.values import FetchKind

if TYPE_CHECKING:  # what shows a tally needs nothing of what makes it
    from flows.matching.recounted import Recounted
    from flows.stages.revise import Decision


@dataclass
class Tally:
    """Counts of one source in one run."""

    source: str
    discovered: int = 0
    skipped: int = 0
    blocked: int = 0
    failed: int = 0
    unchanged: int = 0
    fetched: int = 0
    rejected: int = 0
    new: int = 0
    revised: int = 0
    duplicate: int = 0
    removed_blocks: int = 0

    @property
    def landed(self) -> int:
        return self.new + self.revised + self.duplicate

    def contradictions(self) -> tuple[str, ...]:
        """The equations of this module that do not hold, with their numbers; none where they add up."""
        outcomes = self.skipped + self.blocked + self.failed + self.unchanged + self.fetched
        wrong = []
        if self.discovered != outcomes:
            wrong.append(f"{self.source}: discovered {self.discovered}, outcomes {outcomes}")
        if self.fetched != self.rejected + self.landed:
            parts = f"rejected {self.rejected} + landed {self.landed}"
            wrong.append(f"{self.source}: fetched {self.fetched}, {parts}")
        return tuple(wrong)


def tally(
    sources: Iterable[str],
    fetches: Iterable[Fetch],
    rejections: Iterable[Rejection],
    decisions: Iterable[Decision],
    duplicates: Sequence[Duplicate],
    removed: Iterable[RemovedBlock],
    recounted: Iterable[Recounted] = (),
) -> list[Tally]:
    """The counts of every source, by name: of `sources` also where nothing was seen.

    `fetches` have their final outcomes; those of discovery documents are not counted. Articles that are
    `recounted` leave the count that an earlier part of the run put them in, so that it may fall below 0.
    """
    tallies = {source: Tally(source) for source in sources}

    def of(source: str) -> Tally:
        return tallies.setdefault(source, Tally(source))

    for fetch in fetches:
        if fetch.kind == FetchKind.ARTICLE:
            counts = of(fetch.source)
            counts.discovered += 1
            setattr(counts, fetch.outcome, getattr(counts, fetch.outcome) + 1)
    for rejection in rejections:
        of(rejection.source).rejected += 1
    copies = {(row.article_id, row.revision) for row in duplicates if row.cluster_id != row.article_id}
    for decision in decisions:
        _count_landed(of(decision.article.source), decision, copies)
    for article in recounted:
        of(article.source).duplicate += 1 if article.is_copy else -1
        of(article.source).new -= 1 if article.is_copy else -1
    for block in removed:
        of(block.source).removed_blocks += 1
    return sorted(tallies.values(), key=lambda counts: counts.source)


def by_source(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """The sum of every source, by name."""
    of_source: dict[str, list[Tally]] = {}
    for counts in tallies:
        of_source.setdefault(counts.source, []).append(counts)
    return tuple(total(of_source[source], source) for source in sorted(of_source))


def total(tallies: Iterable[Tally], name: str = "total") -> Tally:
    """The sum over all sources, under a name."""
    rows = list(tallies)
    counts = [field.name for field in fields(Tally) if field.name != "source"]
    return Tally(name, **{name: sum(getattr(row, name) for row in rows) for name in counts})


def _count_landed(counts: Tally, decision: Decision, copies: set[tuple[str, int]]) -> None:
    if decision.verdict == "revised":
        counts.revised += 1
    elif decision.verdict == "new":
        if (decision.article.article_id, decision.article.revision) in copies:
            counts.duplicate += 1
        else:
            counts.new += 1
