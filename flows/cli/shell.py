"""`copydesk shell`: an SQL prompt over a snapshot."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime

import click
import duckdb
from rich.console import Console

from flows.cli.asof import as_of_option, chosen_snapshot, snapshot_option
from flows.cli.context import CliContext
from flows.display.result import show
from warehouse.query.reader import Readable, connect
from warehouse.query.scan import literal

HINT = "SQL ends with ; — SHOW TABLES; lists the views, DESCRIBE articles; its columns, Ctrl-D leaves"
EPILOG = """\b
Example:
  copydesk shell
  copydesk> SELECT source, count(*) FROM articles GROUP BY source;
"""


@click.command(epilog=EPILOG)
@snapshot_option
@as_of_option
@click.pass_obj
def shell(context: CliContext, snapshot: int | None, as_of: datetime | None) -> None:
    """Open an interactive prompt with the views loaded. It reads the snapshot's files and nothing else."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (line editing and history of input())
    chosen = chosen_snapshot(context.data, snapshot, as_of)
    console = Console()
    console.print(HINT)
    with connect(chosen) as database:
        _confine(database, chosen)
        for statement in _statements():
            try:
                show(database.execute(statement).to_arrow_reader(), console)
            except duckdb.Error as error:
                click.echo(str(error), err=True)


def _confine(database: duckdb.DuckDBPyConnection, snapshot: Readable | None) -> None:
    """No statement may read or write files outside the snapshot, or load code."""
    folders = f"[{literal(snapshot.root)}]" if snapshot else "[]"
    database.execute(f"SET allowed_directories = {folders}")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")


def _statements() -> Iterator[str]:
    """What is typed, up to each semicolon at the end of a line."""
    lines: list[str] = []
    while True:
        try:
            lines.append(input("copydesk> " if not lines else "      ... "))
        except EOFError:
            return
        except KeyboardInterrupt:
            lines = []
            click.echo()
            continue
        if lines[-1].rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
        elif not "".join(lines).strip():
            lines = []
