"""A listener of progress that remembers what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.base.progress import SilentStage


class ToldStage(SilentStage):
    """How far a stage is, of how much."""

    def __init__(self, total: int | None, unit: str) -> None:
        self.total = total
        self.unit = unit
        self.done = 0

    def advance(self, count: int = 1) -> None:
        self.done += count

    def expect(self, total: int) -> None:
        self.total = total


class ToldProgress:
    """Stages by name; each is begun once."""

    def __init__(self) -> None:
        self.stages: dict[str, ToldStage] = {}

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[ToldStage]:
        assert name not in self.stages
        self.stages[name] = ToldStage(total, unit)
        yield self.stages[name]
