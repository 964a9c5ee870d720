"""Showing progress never ends a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flows.crawling.crawl_listener import waiting_for
from flows.runs.progress import SafeProgress
from warehouse.base.progress import SilentStage, StageProgress


class Broken:
    """Breaks at one of its calls, as a terminal does that was closed."""

    def __init__(self, at: str) -> None:
        self._at = at

    def _call(self, name: str) -> None:
        if name == self._at:
            raise BrokenPipeError(32, "Broken pipe")

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        self._call("open")
        yield self
        self._call("close")

    def advance(self, count: int = 1) -> None:
        self._call("advance")

    def expect(self, total: int) -> None:
        self._call("expect")

    def note(self, text: str) -> None:
        self._call("note")


@pytest.mark.parametrize("at", ["open", "advance", "expect", "note", "close"])
def test_a_listener_that_fails_does_not_end_the_stage(at: str) -> None:
    with SafeProgress(Broken(at)).stage("extract") as stage:
        stage.expect(2)
        stage.note("waiting")
        stage.advance()
        stage.advance()


def test_what_fails_in_the_stage_itself_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), SafeProgress(Broken("")).stage("extract"):
        raise ZeroDivisionError
    SilentStage().advance()


def test_the_sources_that_a_crawl_waits_for_are_named_as_far_as_there_is_room() -> None:
    assert waiting_for([]) == ""
    assert waiting_for(["gazette"]) == "waiting for gazette"
    assert waiting_for(["a", "b", "c", "d", "e"]) == "waiting for a, b, c and 2 more"
