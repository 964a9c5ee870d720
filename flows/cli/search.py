"""`copydesk search`: full-text search over the latest texts."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from flows.cli.cli_context import CliContext
from flows.display.plain import plain
from warehouse.exports.rowtext import json_line
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect
from warehouse.search.excerpt import excerpt
from warehouse.search.index import is_indexed
from warehouse.search.index import search as search_index
from warehouse.search.index_errors import UnreadableIndex
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

FOR_EACH = 5
"""Matches that are looked at for each that is shown: copies of one story match alike."""


EPILOG = """\b
Examples:
  copydesk search "harbour storm"
  copydesk search '"port authority" -strike' --limit 3
  copydesk search "风暴" --json
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--copies", is_flag=True, help="Show copies of an article too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def search(context: CliContext, words: tuple[str, ...], limit: int, copies: bool, as_json: bool) -> None:
    """Find the articles that best match all WORDS, in any script.

    "Quoted words" must stand together; -word must not occur (where it comes first, write -- before it).
    Words are matched as they are, without case and accents: no other forms of a word are tried. Exits with
    1 when nothing matches.
    """
    query = " ".join(words)
    snapshot = Lake(context.data).current()
    if not (snapshot.is_empty or is_indexed(context.data)):
        raise UnreadableIndex(context.data.search, "it is missing, or of another version of copydesk")
    hits = search_index(context.data, query, limit * FOR_EACH)
    found = _articles(snapshot, {hit.article_id: hit.score for hit in hits}, copies)[:limit]
    for article in found:
        text = excerpt(article.pop("text"), query)
        if as_json:
            click.echo(json_line({**article, "excerpt": text}))
        else:
            _show(article, text)
    if not found:
        click.echo(f"no article matches {plain(query)}", err=True)
        sys.exit(1)


def _articles(snapshot: Snapshot, scores: dict[str, float], copies: bool) -> list[dict[str, Any]]:
    """The rows of the articles that match, best first."""
    with connect(snapshot) as database:
        found = execute(database, "cli/found_articles", ids=list(scores), copies=copies)
        rows = found.to_arrow_table().to_pylist()
    scored = [{"score": scores[row["article_id"]], **row} for row in rows]
    return sorted(scored, key=lambda row: (-row["score"], row["article_id"]))


def _show(article: dict[str, Any], text: str) -> None:
    console = Console(soft_wrap=True)  # a URL that is broken into lines cannot be opened
    published = article["published_at"]
    when = f"{published:%Y-%m-%d}" if published else "no date"
    console.print(Text(plain(article["title"] or "(no title)"), style="bold"))
    console.print(Text(f"  {plain(article['source'])}, {when}: {plain(article['canonical_url'])}"))
    console.print(Text(f"  {plain(text)}", style="dim"))
