"""`copydesk fsck`: do the files match their manifests?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from flows.display.bars import shown_progress
from flows.display.counted import counted
from flows.ingestion.prepare import prepare_run
from flows.repair.repair_lake import drop_damaged_files
from flows.upkeep.rebuild_signatures import rebuild_signatures
from warehouse.base.run_lock import run_lock
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.upkeep.damaged_files import is_there, require_takedowns
from warehouse.upkeep.fsck import Problem, check, files_without_copy, repair

EPILOG = """\b
Examples:
  copydesk fsck
  copydesk fsck --repair
  copydesk fsck --rebuild-bands 14
"""


BY_HAND = """\
Missing file: mount its disk, or restore it to lake/data from a backup, and repair again. To continue without
it: copydesk fsck --repair --give-up (names the articles that are lost).
Unreadable manifest: remove the folder of its snapshot; that snapshot is lost.
Unreferenced file: move it out of the lake, since tools that read whole folders would read it too."""


@click.command(epilog=EPILOG)
@click.option(
    "--repair",
    "repairs",
    is_flag=True,
    help="Restore from undamaged copies; rebuild the .duckdb file and the index.",
)
@click.option("--give-up", is_flag=True, help="With --repair: continue without files that have no copy left.")
@click.option(
    "--rebuild-bands",
    "rebuild",
    type=click.IntRange(1),
    metavar="DAYS",
    help="Rebuild the signatures of the texts of these days.",
)
@click.pass_obj
def fsck(context: CliContext, repairs: bool, give_up: bool, rebuild: int | None) -> None:
    """Check checksum, footer and manifest entry of every file of every retained snapshot, and landing.

    --repair restores files from undamaged copies. A file that is damaged in all of them is kept in
    quarantine, and the lake keeps what can be read of it: signatures, bands and rows of fetches are rebuilt,
    lost articles are extracted again from their pages; those without a page are named. Exits with 1 when a
    problem is found, or remains after --repair.
    """
    data = context.folder  # as it is: what reads another folder is a finding here
    if not data.lake.is_dir():
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    if repairs:
        data.create()
        with run_lock(data, context.wait):
            problems = _repair(context, give_up)
    else:
        problems = check(data, shown_progress())
    if rebuild:
        with exclusive_writer(data, context.wait) as lake:
            _rebuild(lake, rebuild)
    _report(problems, repairs)
    sys.exit(1 if problems else 0)


def _repair(context: CliContext, give_up: bool) -> list[Problem]:
    """Repair what has a copy, then go on without what has none; returns what remains."""
    data = context.data
    problems = repair(data, check(data, shown_progress()), shown_progress())
    files = files_without_copy(data, problems)
    chosen = files if give_up else [file for file in files if is_there(data, file)]
    if not chosen:
        return problems
    if not give_up:
        require_takedowns(data, chosen)
    for line in drop_damaged_files(prepare_run(context.root, context.config, fetch=False), chosen):
        click.echo(line)
    return repair(data, check(data, shown_progress()), shown_progress())


def _rebuild(lake: Lake, days: int) -> None:
    base = lake.current()
    if not base.is_empty:
        snapshot = rebuild_signatures(lake.data, base, datetime.now(UTC), days)
        lake.publish(snapshot, shown_progress())
        click.echo(f"snapshot {snapshot.number}: {snapshot.manifest.rows('signatures')} signatures rebuilt")


def _report(problems: Sequence[Problem], is_repaired: bool) -> None:
    for problem in problems:
        click.echo(f"{problem.path}: {problem.problem}")
    if not problems:
        click.echo("OK: all files match their manifests")
    elif is_repaired:
        click.echo(f"{len(problems)} need manual repair:\n{BY_HAND}")
    else:
        click.echo(f"{counted(len(problems), 'problem')} found; to repair: copydesk fsck --repair")
