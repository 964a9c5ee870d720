"""The result of landing, and how its steps are carried out: loads no stage, so that showing it is cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Protocol, TypeVar

from flows.landing.run_findings import Seen
from flows.stages.tally import Tally
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Run

T = TypeVar("T")

RUN_COUNTS = tuple(field.name for field in fields(Run) if field.type in ("int", int))
"""The columns of `runs` that add up over the parts of a run."""


class Perform(Protocol):
    """Carries out a named step: directly, or as a Prefect task."""

    def __call__(self, name: str, step: Callable[[], T]) -> T: ...


def directly(name: str, step: Callable[[], T]) -> T:
    """Carry out a step by calling it."""
    return step()


@dataclass(frozen=True)
class LandingResult:
    """The result of landing a run, or a part of it.

    `notes` say what was lost and repaired before; `waiting` landed articles are re-cleaned by later parts.
    """

    run: Run
    seen: Seen
    snapshot: Snapshot
    notes: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The counts of every source."""
        return self.seen.tallies

    def plus(self, later: LandingResult) -> LandingResult:
        """Both together, of which `later` landed after this one."""
        counts = {name: getattr(self.run, name) + getattr(later.run, name) for name in RUN_COUNTS}
        run = replace(later.run, **counts, findings=(*self.run.findings, *later.run.findings))
        notes = (*self.notes, *later.notes)
        return LandingResult(run, self.seen.plus(later.seen), later.snapshot, notes, later.waiting)
