"""`copydesk fsck`: is the lake as its manifests say?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from flows.configuration import Settings, load_settings
from flows.upkeep.rebuild_signatures import rebuild_signatures
from flows.upkeep.repair import drop_damaged_files
from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.snapshots.sweep import sweep
from warehouse.upkeep.bucket_sync import pull
from warehouse.upkeep.damaged_files import is_there
from warehouse.upkeep.fsck import Problem, check, files_without_copy, repair

EPILOG = """\b
Examples:
  copydesk fsck
  copydesk fsck --repair
  copydesk fsck --rebuild-bands 14
"""


BY_HAND = """\
A file that is missing under all its names: mount its disk, or put it back into lake/data from a backup and
repair again; copydesk fsck --repair --give-up goes on without it, and names the articles that are lost.
A manifest that cannot be read: remove the folder of its snapshot to give that snapshot up.
A file that no manifest names: move it away, for tools that read whole folders take it for rows."""


@click.command(epilog=EPILOG)
@click.option(
    "--repair", "mend", is_flag=True, help="Mend from sound copies; rebuild the .duckdb file and the index."
)
@click.option("--give-up", is_flag=True, help="With --repair: go on without files that no copy is left of.")
@click.option(
    "--rebuild-bands",
    "rebuild",
    type=click.IntRange(1),
    metavar="DAYS",
    help="Sign the texts of these days anew.",
)
@click.pass_obj
def fsck(context: CliContext, mend: bool, give_up: bool, rebuild: int | None) -> None:
    """Check checksum, footer and manifest entry of every file of every retained snapshot, and landing.

    --repair restores files from sound copies. A file that is damaged in all of them is kept in quarantine,
    and the lake goes on with what can be read of it: signatures and bands are made again, lost articles are
    named. Exits with 1 when a problem is found, or remains after --repair.
    """
    data = context.folder  # as it is: what reads another folder is a finding here
    if not data.lake.is_dir():
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    if mend or rebuild:
        data.create()
        with run_lock(data, context.wait):
            problems = _repair(context, give_up) if mend else check(data)
            if rebuild:
                _rebuild(data, rebuild)
    else:
        problems = check(data)
    _report(problems, mend)
    sys.exit(1 if problems else 0)


def _repair(context: CliContext, give_up: bool) -> list[Problem]:
    """Repair what has a copy, then go on without what has none; returns what remains."""
    data = context.data
    problems = repair(data, check(data))
    files = files_without_copy(data, problems)
    chosen = files if give_up else [file for file in files if is_there(data, file)]
    if not chosen:
        return problems
    settings = load_settings(context.config) if context.config.exists() else Settings()
    for line in drop_damaged_files(data, chosen, datetime.now(UTC), settings.longest_window).lines():
        click.echo(line)
    return repair(data, check(data))


def _rebuild(data: DataFolder, days: int) -> None:
    sweep(data)
    if data.bucket:
        pull(data)
    base = current_snapshot(data)
    if not base.is_empty:
        snapshot = rebuild_signatures(data, base, datetime.now(UTC), days)
        publish(data, snapshot)
        click.echo(f"snapshot {snapshot.number}: {snapshot.manifest.rows('signatures')} texts signed anew")


def _report(problems: Sequence[Problem], mended: bool) -> None:
    for problem in problems:
        click.echo(f"{problem.path}: {problem.problem}")
    if not problems:
        click.echo("sound: every file is as its manifest says")
    elif mended:
        click.echo(f"{len(problems)} left to people\n{BY_HAND}")
    else:
        click.echo(f"{len(problems)} found; to mend what can be mended: copydesk fsck --repair")
