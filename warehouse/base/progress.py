"""How long work reports its progress, without knowing who listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class StageProgress(Protocol):
    """Progress of one stage."""

    def advance(self, count: int = 1) -> None:
        """`count` more units are done."""

    def expect(self, total: int) -> None:
        """The stage will do `total` units in all."""

    def note(self, text: str) -> None:
        """What the stage is at, or waits for."""


class Progress(Protocol):
    """Receives the progress of stages as they run."""

    def stage(
        self, name: str, total: int | None = None, unit: str = "pages"
    ) -> AbstractContextManager[StageProgress]:
        """A stage of `total` units (None: not known yet) that lasts as long as the context."""


class SilentStage:
    """Listens to nothing."""

    def advance(self, count: int = 1) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def note(self, text: str) -> None:
        pass


SILENT_STAGE = SilentStage()


class SilentProgress:
    """Progress for runs that nobody watches."""

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        yield SILENT_STAGE


SILENT = SilentProgress()
"""Nobody is told."""
