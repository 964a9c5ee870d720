"""`copydesk fts`: DuckDB's own full-text index, for SQL."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from warehouse.base.run_lock import run_lock
from warehouse.lake.lake import Lake
from warehouse.search.sql_index import build_sql_search

EPILOG = """\b
Example:
  pip install 'copydesk[fts]' && copydesk fts
  SELECT title, score FROM search('harbour storm') JOIN articles USING (article_id);
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def fts(context: CliContext) -> None:
    """Build warehouse-fts.duckdb: the views and an index for the table macro search('words').

    From then on every run rebuilds it. To stop that, remove the file.
    """
    data = context.data
    snapshot = Lake(data).current()
    if snapshot.is_empty:
        raise click.ClickException(f"{data.root}: nothing has landed yet; start with: copydesk run")
    with run_lock(data, context.wait):
        build_sql_search(data, snapshot)
    click.echo(f"{data.sql_search}: the texts of snapshot {snapshot.number}")
