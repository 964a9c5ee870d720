"""Bars are drawn where people look, and nowhere else."""

from __future__ import annotations

import io

from rich.console import Console

from flows.display.bars import bars_or_nothing
from warehouse.base.progress import SilentProgress


def test_a_stage_on_a_terminal_shows_its_name_count_unit_and_note() -> None:
    file = io.StringIO()
    terminal = Console(file=file, force_terminal=True, width=100)
    with bars_or_nothing(terminal).stage("extract", 4, "pages") as stage:
        stage.advance(2)
        stage.expect(3)
        stage.note("two \x1b[31mof three")
    drawn = file.getvalue()
    assert "extract" in drawn and "2/3" in drawn and "pages" in drawn
    assert "two" in drawn and "\x1b[31mof" not in drawn


def test_a_pipe_gets_no_bars() -> None:
    assert isinstance(bars_or_nothing(Console(file=io.StringIO())), SilentProgress)
