"""What probed documents gave, as a table for terminals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rich.table import Table
from rich.text import Text

from flows.display.plain import plain
from flows.display.terminal import wide_console
from flows.sources.advice import advice
from spiders.probe import ProbeResult
from warehouse.values import FetchOutcome


def print_probed(probed: Iterable[ProbeResult]) -> None:
    """Print a row a document: what was found, how new it is, what to repair."""
    now = datetime.now(UTC)
    table = Table("source", "document", "found", "newest", "what to do")
    for one in sorted(probed, key=lambda one: one.source):
        newest = datetime.fromisoformat(one.newest) if one.newest else None
        table.add_row(
            one.source,
            Text(f"{one.kind.replace('_', ' ')} {plain(one.url)}", overflow="fold"),
            str(one.links) if one.outcome == FetchOutcome.FETCHED else one.reason,
            _age(now - newest) if newest else "",
            Text(plain(advice(one, now) or "")),
        )
    wide_console().print(table)


def _age(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours:.0f} h ago" if hours < 72 else f"{hours / 24:.0f} d ago"
