"""The result of landing, and how its steps are carried out: loads no stage, so that showing it is cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from flows.stages.tally import Tally
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Run

T = TypeVar("T")


class Perform(Protocol):
    """Carries out a named step: directly, or as a Prefect task."""

    def __call__(self, name: str, step: Callable[[], T]) -> T: ...


def directly(name: str, step: Callable[[], T]) -> T:
    """Carry out a step by calling it."""
    return step()


@dataclass(frozen=True)
class LandingResult:
    """The result of landing one run's segments; `notes` say what was lost and repaired before."""

    run: Run
    tallies: tuple[Tally, ...]
    snapshot: Snapshot
    notes: tuple[str, ...] = ()
