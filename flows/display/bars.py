"""Progress bars on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars

from flows.display.plain import plain
from flows.runs.progress import SafeProgress
from warehouse.base.progress import Progress, SilentProgress, StageProgress


class BarStage:
    """One stage as one bar."""

    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, count: int = 1) -> None:
        self._bars.advance(self._task, count)

    def expect(self, total: int) -> None:
        self._bars.update(self._task, total=total)

    def note(self, text: str) -> None:
        self._bars.update(self._task, note=plain(text))


def bars_or_nothing(console: Console) -> Progress:
    """Bars where people look; rich writes to a pipe too, if only a line's end, and a pipe may be broken."""
    return BarProgress(console) if console.is_terminal else SilentProgress()


def shown_progress() -> Progress:
    """What people see of long work on the standard error, which goes on where it cannot be shown."""
    return SafeProgress(bars_or_nothing(Console(stderr=True)))


class BarProgress:
    """Stages as bars on `console`, a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}", markup=False),
        )
        with Bars(*columns, console=self._console) as bars:
            yield BarStage(bars, bars.add_task(name, total=total, note=""))
