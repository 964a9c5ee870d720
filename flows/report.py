"""The summary of a run: one table for terminals, the same as Markdown for Prefect's page."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.land import Landed
from flows.run import Ingested
from flows.tally import Tally, total

COLUMNS = (
    "discovered",
    "skipped",
    "blocked",
    "failed",
    "unchanged",
    "fetched",
    "rejected",
    "new",
    "revised",
    "duplicate",
    "removed_blocks",
)
SUMS = (
    "discovered = skipped + blocked + failed + unchanged + fetched; "
    "fetched = rejected + new + revised + duplicate"
)


def summary(ingested: Ingested) -> RenderableType:
    """What a run came to, for a terminal."""
    if not ingested.landed:
        return Text("nothing to land: no page is waiting in landing")
    return Group(*(part for landed in ingested.landed for part in _of_landing(landed)))


def markdown_summary(ingested: Ingested) -> str:
    """The same as Markdown, with everything that was fetched escaped."""
    if not ingested.landed:
        return "Nothing to land."
    return "\n\n".join(_markdown_of_landing(landed) for landed in ingested.landed)


def _of_landing(landed: Landed) -> Iterable[RenderableType]:
    run = landed.run
    title = f"run {run.run_id} ({run.status}), snapshot {landed.snapshot.number}"
    table = Table("source", title=title, title_justify="left", caption=SUMS, caption_justify="left")
    for name in COLUMNS:
        table.add_column(heading(name), justify="right")
    for counts in landed.tallies:
        table.add_row(escape(counts.source), *_cells(counts))
    table.add_section()
    table.add_row("total", *_cells(total(landed.tallies)), style="bold")
    yield table
    if run.recleaned:
        yield Text(
            f"{run.recleaned} landed articles were cleaned again: the promos of their sites are known now"
        )
    for line in run.findings:
        yield Text(f"look at: {line}", style="yellow")


def _markdown_of_landing(landed: Landed) -> str:
    run = landed.run
    lines = [
        f"**Run {run.run_id}** ({run.status}), snapshot {landed.snapshot.number}",
        "",
        "| source | " + " | ".join(heading(name) for name in COLUMNS) + " |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    for counts in (*landed.tallies, total(landed.tallies)):
        lines.append(f"| {_plain(counts.source)} | " + " | ".join(_cells(counts)) + " |")
    lines += ["", SUMS, *(f"- look at: {_plain(line)}" for line in run.findings)]
    return "\n".join(lines)


def heading(name: str) -> str:
    return "blocks removed" if name == "removed_blocks" else name


def _cells(counts: Tally) -> list[str]:
    return [str(getattr(counts, name)) for name in COLUMNS]


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+!|" else char for char in text)
