"""`copydesk quarantine`: what could not be landed, and its way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.display.terminal import wide_console
from warehouse.checks.replay import QuarantineEntry, entries, entry, is_due, replay, replay_due
from warehouse.lake.exclusive_writer import exclusive_writer

EPILOG = """\b
Examples:
  copydesk quarantine
  copydesk quarantine show 20261122T120000-ab12cd34
  copydesk quarantine replay && copydesk run --no-fetch
"""


@click.group("quarantine", invoke_without_command=True, epilog=EPILOG)
@json_option
@click.pass_context
def quarantine(ctx: click.Context, as_json: bool) -> None:
    """List what could not be landed: batches that failed a check, and files that cannot be read.

    Every run retries what can be retried: a segment that can be read, a batch whose times the clock
    has passed, and what another version of copydesk judged.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json)


@quarantine.command()
@click.argument("name")
@json_option
@click.pass_obj
def show(context: CliContext, name: str, as_json: bool) -> None:
    """Show what is wrong with NAME, and what it holds."""
    found = entry(context.data, name)
    held = {str(path.relative_to(found.path)): path.stat().st_size for path in _files(found.path)}
    if as_json:
        echo_json({"name": found.name, "faults": found.faults, "bytes": held})
        return
    console = wide_console()
    for fault in found.faults:
        console.print(Text(f"{fault.check}: {fault.count} found; must hold: {plain(fault.holds)}"))
        for line in fault.first:
            console.print(Text(f"  {plain(line)}"))
    for path, size in held.items():
        console.print(Text(f"{path}: {size} bytes"), style="dim")


@quarantine.command("replay")
@click.argument("names", nargs=-1)
@click.pass_obj
def replay_names(context: CliContext, names: tuple[str, ...]) -> None:
    """Move the segments of NAMES back into landing; without names, of all whose cause is gone.

    The next run lands them: copydesk run --no-fetch. What is still wrong comes back here.
    """
    with exclusive_writer(context.data, context.wait):
        chosen = [entry(context.data, name) for name in names]
        for some in chosen:
            click.echo(f"{some.name}: {replay(context.data, some)} segments are back in landing")
        if not names:
            due = replay_due(context.data, datetime.now(UTC))
            click.echo(f"{len(due)} entries are back in landing; the next run lands them")


def _list(context: CliContext, as_json: bool) -> None:
    now = datetime.now(UTC)
    found = [
        {"name": one.name, "segments": len(one.segments), "why": _why(one), "next_run": _next(one, now)}
        for one in entries(context.data)
    ]
    if as_json:
        echo_json(found)
    elif not found:
        click.echo("quarantine is empty")
    else:
        table = Table("name", "segments", "why", "next run")
        for row in found:
            table.add_row(*(Text(plain(str(value))) for value in row.values()))
        Console(soft_wrap=True).print(table)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _why(some: QuarantineEntry) -> str:
    return "; ".join(str(fault) for fault in some.faults) or "unreferenced files"


def _next(some: QuarantineEntry, now: datetime) -> str:
    return "retries it" if is_due(some, now) else "skips it"
