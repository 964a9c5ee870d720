"""Listeners of progress: one that may fail, two at once, and one that is told of a part."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.base.progress import Progress, SilentStage, StageProgress

logger = logging.getLogger(__name__)


class SafeProgress:
    """Passes progress on, and goes on without a listener that fails: showing progress never ends a run."""

    def __init__(self, listener: Progress) -> None:
        self._listener = listener

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        context = self._listener.stage(name, total, unit)
        stage = _SafeStage()
        with stage.guarded():
            stage.listener = context.__enter__()
        try:
            yield stage
        finally:
            with stage.guarded():
                context.__exit__(None, None, None)


class _SafeStage:
    """A stage whose listener is dropped with its first error."""

    def __init__(self) -> None:
        self.listener: StageProgress = SilentStage()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            logger.debug("progress is no longer shown: %r", error)
            self.listener = SilentStage()

    def advance(self, count: int = 1) -> None:
        with self.guarded():
            self.listener.advance(count)

    def expect(self, total: int) -> None:
        with self.guarded():
            self.listener.expect(total)

    def note(self, text: str) -> None:
        with self.guarded():
            self.listener.note(text)


class BothProgress:
    """Tells two listeners."""

    def __init__(self, one: Progress, other: Progress) -> None:
        self._listeners = one, other

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        one, other = self._listeners
        with one.stage(name, total, unit) as first, other.stage(name, total, unit) as second:
            yield _BothStages(first, second)


class _BothStages:
    def __init__(self, *stages: StageProgress) -> None:
        self._stages = stages

    def advance(self, count: int = 1) -> None:
        for stage in self._stages:
            stage.advance(count)

    def expect(self, total: int) -> None:
        for stage in self._stages:
            stage.expect(total)

    def note(self, text: str) -> None:
        for stage in self._stages:
            stage.note(text)


class PartProgress:
    """Tells of the stages of a part of a run which part it is."""

    def __init__(self, listener: Progress, number: int, count: int) -> None:
        self._listener = listener
        self._note = f"part {number} of {count}"

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        with self._listener.stage(name, total, unit) as stage:
            stage.note(self._note)
            yield stage
