"""Findings as lines for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from flows.alerts.finding import Finding, OpenFinding
from flows.alerts.memory import FindingsChange
from flows.display.counted import counted
from flows.display.plain import plain

MOST_LINES = 50
_QUOTED = 100


def line_of(finding: Finding) -> str:
    """`example-news: went quiet: …`, in one line without anything that a terminal or a chat would obey."""
    quote = f" “{_harmless(finding.quote[:_QUOTED])}”" if finding.quote else ""
    return plain(f"{finding.source or 'copydesk'}: {finding.text}") + quote


def message_lines(change: FindingsChange) -> tuple[str, ...]:
    """What is new and what is over, a line each."""
    new = [f"NEW {line_of(one.finding)}" for one in change.open if one.is_new]
    return (*new, *(f"OVER {_since(one)}" for one in change.over))


def message(lines: Sequence[str]) -> tuple[str, str]:
    """Subject and body of a message of such lines."""
    new = sum(line.startswith("NEW") for line in lines)
    over = len(lines) - new
    parts = [counted(new, "new finding") if new else "", f"{over} resolved" if over else ""]
    more = [f"… and {len(lines) - MOST_LINES} more: copydesk status"] if len(lines) > MOST_LINES else []
    return f"copydesk: {', '.join(filter(None, parts))}", "\n".join([*lines[:MOST_LINES], *more])


def _since(one: OpenFinding) -> str:
    return f"{line_of(one.finding)} (since {one.since:%Y-%m-%d %H:%M} UTC)"


def _harmless(text: str) -> str:
    """Fetched text in a chat: nobody is called by it."""
    return plain(text).replace("@", "@\N{ZERO WIDTH SPACE}")
