"""What is told, and when: once, and once more when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.alerts.finding import Finding, Kind
from flows.alerts.memory import FindingsChange, Memory, update
from flows.alerts.memory_file import read_memory, write_memory
from flows.alerts.message import MOST_LINES, message, message_lines
from warehouse.base.data_folder import DataFolder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DOWN = Finding(Kind.FAILED, "s", "no document could be read (dns)")
SHORT = Finding(Kind.EXTRACTION, "s", "texts are short", "words", past=500.0)


def play(*runs: list[Finding]) -> list[FindingsChange]:
    """The changes of hourly runs with these findings."""
    changes, memory = [], Memory()
    for hour, found in enumerate(runs):
        changes.append(update(memory, found, NOW + timedelta(hours=hour)))
        memory = changes[-1].memory
    return changes


def told(*runs: list[Finding]) -> list[tuple[str, ...]]:
    return [tuple(line.partition(" ")[0] for line in message_lines(change)) for change in play(*runs)]


def test_a_finding_is_told_once_and_again_when_it_is_over() -> None:
    assert told([], [DOWN], [DOWN], [DOWN], [], []) == [(), ("NEW",), (), (), ("OVER",), ()]


def test_what_comes_and_goes_is_told_less_and_less() -> None:
    flapping = [[DOWN], []] * 12
    lines = [line for some in told(*flapping) for line in some]
    assert lines == ["NEW", "OVER", "NEW"]
    assert told(*flapping, [], [])[-2:] == [("OVER",), ()]


def test_a_week_later_it_is_told_at_once_again() -> None:
    (change,) = play([DOWN])
    over = update(change.memory, [], NOW + timedelta(hours=1))
    later = update(over.memory, [], NOW + timedelta(days=8))
    assert later.memory.findings == {}
    again = update(over.memory, [DOWN], NOW + timedelta(days=9))
    assert len(update(again.memory, [], NOW + timedelta(days=9, hours=1)).over) == 1


def test_the_past_is_kept_while_a_finding_is_open() -> None:
    _, second = play([SHORT], [Finding(Kind.EXTRACTION, "s", "texts are shorter", "words", past=100.0)])
    (finding,) = second.memory.still().values()
    assert (finding.past, finding.text) == (500.0, "texts are shorter")


def test_the_memory_survives_the_process_without_what_was_fetched(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    titled = Finding(Kind.TITLE, "s", "one title", quote="A person's name")
    (change,) = play([DOWN, SHORT, titled])
    assert change.open[2].finding.quote == "A person's name"
    write_memory(data, change.memory)
    assert read_memory(data) == change.memory
    assert "person" not in data.alerts.read_text()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"findings": {"a": {}}, "unsent": {}}', '{"findings": 1}']
)
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    data = DataFolder(tmp_path)
    assert read_memory(data) == Memory()
    data.alerts.write_text(content)
    assert read_memory(data) == Memory()


def test_a_message_says_how_many_and_is_bounded() -> None:
    subject, body = message([f"NEW s: line {number}" for number in range(70)] + ["OVER s: x"])
    assert subject == "copydesk: 70 new findings, 1 resolved"
    assert len(body.splitlines()) == MOST_LINES + 1


def test_fetched_text_orders_nothing_in_a_message() -> None:
    hostile = Finding(Kind.TITLE, "s", "one title", quote="\x1b[2J@everyone\n<!channel> \u202edrawkcab")
    (change,) = play([hostile])
    (line,) = message_lines(change)
    assert "\n" not in line and "\x1b" not in line and "\u202e" not in line and "@everyone" not in line
