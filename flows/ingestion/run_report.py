"""The summary of a run: one table for terminals, the same as Markdown for Prefect's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.alerts.finding import OpenFinding
from flows.alerts.message import line_of
from flows.display.plain import plain
from flows.landing.landing_result import LandingResult
from flows.stages.tally import Tally, total

if TYPE_CHECKING:  # a run need not be loaded to be reported
    from flows.ingestion.ingest import IngestResult

COLUMNS = {
    "discovered": "dis-\ncovered",
    "skipped": "skip-\nped",
    "blocked": "\nblocked",
    "failed": "\nfailed",
    "unchanged": "un-\nchanged",
    "fetched": "\nfetched",
    "rejected": "re-\njected",
    "new": "\nnew",
    "revised": "re-\nvised",
    "duplicate": "dupli-\ncate",
    "removed_blocks": "blocks\nremoved",
}
"""The counts that people see, with headings that leave room on a narrow terminal."""
MOST_SOURCES = 40
SUMS = (
    "discovered = skipped + blocked + failed + unchanged + fetched; "
    "fetched = rejected + new + revised + duplicate"
)


def run_summary(ingested: IngestResult) -> RenderableType:
    """The result of a run, for a terminal."""
    landed = [part for landed in ingested.landed for part in _of_landing(landed)]
    nothing = Text("nothing to land: landing is empty")
    return Group(*(landed or [nothing]), *finding_lines(ingested.findings, ingested.over))


def run_figures(ingested: IngestResult) -> dict[str, Any]:
    """The same for programs."""
    return {
        "run_id": ingested.run_id,
        "landed": [
            {
                "run": one.run,
                "sources": one.tallies,
                "snapshot": one.snapshot.number,
                "notes": one.notes,
                "waiting": one.waiting,
            }
            for one in ingested.landed
        ],
        "findings": ingested.findings,
        "over": ingested.over,
    }


def finding_lines(findings: Sequence[OpenFinding], over: Sequence[OpenFinding]) -> Iterator[Text]:
    """What to look at, new findings first, and what is over."""
    for one in sorted(findings, key=lambda one: not one.is_new):
        known = "" if one.is_new else f" (known since {one.since:%Y-%m-%d %H:%M} UTC)"
        yield Text(f"finding: {line_of(one.finding)}{known}", style="yellow" if one.is_new else "")
    for one in over:
        yield Text(f"resolved: {line_of(one.finding)}", style="green")


def markdown_summary(ingested: IngestResult) -> str:
    """The same as Markdown, with everything that was fetched escaped."""
    landed = [_markdown_of_landing(landed) for landed in ingested.landed] or ["Nothing to land."]
    lines = (f"- {_escaped(line.plain)}" for line in finding_lines(ingested.findings, ingested.over))
    return "\n\n".join([*landed, "\n".join(lines)]).rstrip()


def _of_landing(landed: LandingResult) -> Iterable[RenderableType]:
    run = landed.run
    title = f"run {run.run_id} ({run.status}), snapshot {landed.snapshot.number}"
    table = counts_table(title)
    for counts in summary_rows(landed.tallies):
        table.add_row(escape(plain(counts.source)), *_cells(counts))
    yield table
    yield Text(SUMS, style="dim")
    yield from map(Text, _recleaned(landed))
    for line in landed.notes:
        yield Text(f"note: {plain(line)}", style="yellow")


def _recleaned(landed: LandingResult) -> Iterator[str]:
    """What is said of landed articles whose sites were better learned."""
    if landed.run.recleaned:
        yield f"{landed.run.recleaned} landed articles were re-cleaned with newly learned boilerplate"
    if landed.waiting:
        yield f"{landed.waiting} landed articles wait to be re-cleaned, which the next runs do"


def _markdown_of_landing(landed: LandingResult) -> str:
    run = landed.run
    lines = [
        f"**Run {run.run_id}** ({run.status}), snapshot {landed.snapshot.number}",
        "",
        "| source | " + " | ".join(name.replace("_", " ") for name in COLUMNS) + " |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    for counts in summary_rows(landed.tallies):
        lines.append(f"| {_escaped(counts.source)} | " + " | ".join(_cells(counts)) + " |")
    said = (*_recleaned(landed), *(f"note: {_escaped(line)}" for line in landed.notes))
    lines += ["", SUMS, *(f"- {line}" for line in said)]
    return "\n".join(lines)


def summary_rows(tallies: Sequence[Tally]) -> list[Tally]:
    """The busiest sources by name, the others as one row (an archive may have thousands), and the total."""
    ranked = sorted(tallies, key=lambda counts: (-counts.discovered, counts.source))
    shown = sorted(ranked[:MOST_SOURCES], key=lambda counts: counts.source)
    others = ranked[MOST_SOURCES:]
    return [*shown, *([total(others, f"{len(others)} others")] if others else []), total(tallies)]


def counts_table(title: str) -> Table:
    """An empty table of a source and its counts."""
    table = Table(
        title=title,
        title_justify="left",
        box=None,
        padding=(0, 1, 0, 0),
    )
    table.add_column("\nsource", no_wrap=True, min_width=8, max_width=30)
    for heading in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _cells(counts: Tally) -> list[str]:
    return [str(getattr(counts, name)) for name in COLUMNS]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is; also what it would make a link of by itself (www., ://, @)."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+!|~&@:." else char for char in plain(text))
