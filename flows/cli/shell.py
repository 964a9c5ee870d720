"""`copydesk shell`: an SQL prompt over a snapshot."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime

import click
import duckdb
from rich.console import Console

from flows.cli.asof import as_of_option, chosen_snapshot, snapshot_option
from flows.cli.cli_context import CliContext
from flows.cli.interruptible import interruptible
from flows.display.query_result import show
from flows.display.terminal import wide_console
from warehouse.base.errors import CopydeskError
from warehouse.query.confine import confine
from warehouse.query.connection import connect
from warehouse.query.statements import IN_MEMORY, run_statement, split
from warehouse.query.viewtext import MATERIALISED

HINT = "SQL ends with ; — SHOW TABLES; lists the views, DESCRIBE articles; its columns, Ctrl-D leaves"
LEAVE = frozenset({"exit", "quit", ".exit", ".quit", "\\q"})
"""What people type to leave a prompt, with or without a semicolon."""

EPILOG = """\b
Examples:
  copydesk shell
  copydesk> SELECT source, count(*) FROM articles GROUP BY source;
  copydesk shell --snapshot 12 < report.sql
"""


@click.command(epilog=EPILOG)
@snapshot_option
@as_of_option
@click.pass_obj
def shell(context: CliContext, snapshot: int | None, as_of: datetime | None) -> None:
    """Open an interactive prompt with the views loaded. It reads the snapshot's files and nothing else.

    Statements may also be piped in; then the first that fails ends it, with exit code 1.
    """
    chosen = chosen_snapshot(context.data, snapshot, as_of)
    with connect(chosen, MATERIALISED) as database:
        confine(database, chosen)
        if sys.stdin.isatty():
            _converse(database)
        else:
            _run_script(database, sys.stdin.read())


def _converse(database: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (line editing and history of input())
    console = Console()
    console.print(HINT)
    for statement in _typed():
        try:
            _run(database, statement, console)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
        except (duckdb.Error, CopydeskError) as error:
            click.echo(str(error), err=True)


def _run(database: duckdb.DuckDBPyConnection, statement: str, console: Console) -> None:
    interruptible(database, lambda: show(run_statement(database, statement, IN_MEMORY), console))


def _run_script(database: duckdb.DuckDBPyConnection, script: str) -> None:
    try:
        for statement in split(script):
            _run(database, statement, wide_console())
    except duckdb.Error as error:
        raise click.ClickException(str(error)) from error


def _typed() -> Iterator[str]:
    """What is typed, up to each semicolon at the end of a line."""
    lines: list[str] = []
    while True:
        try:
            lines.append(input("copydesk> " if not lines else "      ... "))
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            lines = []
            click.echo()
            continue
        text = "\n".join(lines).strip()
        if text.rstrip(";").lower() in LEAVE:
            return
        if text.endswith(";"):
            yield text
        if text.endswith(";") or not text:
            lines = []
