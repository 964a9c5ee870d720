"""`copydesk doctor`: what may keep copydesk from working, and what to type."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text

from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.display.terminal import wide_console
from flows.doctor.checks import check_installation
from flows.doctor.diagnosis import State
from flows.doctor.prefect_api import check_prefect
from flows.orchestration.configured import configured_server

EPILOG = """\b
Examples:
  copydesk doctor
  copydesk doctor --json
"""

_STYLES = {State.FINE: "green", State.WARNING: "yellow", State.WRONG: "red"}


@click.command(epilog=EPILOG)
@json_option
@click.pass_obj
def doctor(context: CliContext, as_json: bool) -> None:
    """Look at versions, configuration, clock, disk, lake, locks, quarantine and Prefect. Changes nothing.

    Exits with 1 when something is wrong; a warning alone is 0.
    """
    seen = [
        *check_installation(context.root, context.config, datetime.now(UTC)),
        *check_prefect(configured_server()),
    ]
    if as_json:
        echo_json(seen)
    else:
        table = Table("", "seen", "to do", box=None)
        for one in seen:
            about = Text(f"{one.about}: {one.state.value}", style=_STYLES[one.state])
            table.add_row(about, Text(plain(one.seen), overflow="fold"), Text(plain(one.to_do)))
        wide_console().print(table)
    sys.exit(any(one.state is State.WRONG for one in seen))
