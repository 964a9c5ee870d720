"""`copydesk search`: full-text search over the latest texts."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from flows.cli.cli_context import CliContext
from flows.desk.finding_articles import SearchFilters, find_articles
from flows.desk.reader import Reader
from flows.display.plain import plain
from warehouse.exports.rowtext import json_line

_FIELDS = ("score", "article_id", "title", "source", "canonical_url", "published_at", "excerpt")

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
    results = find_articles(Reader(context.data), SearchFilters(query, copies=copies), limit)
    if results.problem:
        raise click.ClickException(results.problem)
    for article in results.rows:
        if as_json:
            click.echo(json_line({name: article[name] for name in _FIELDS}))
        else:
            _show(article)
    if not results.rows:
        click.echo(f"no article matches {plain(query)}", err=True)
        sys.exit(1)


def _show(article: dict[str, Any]) -> None:
    console = Console(soft_wrap=True)  # a URL that is broken into lines cannot be opened
    published = article["published_at"]
    when = f"{published:%Y-%m-%d}" if published else "no date"
    console.print(Text(plain(article["title"] or "(no title)"), style="bold"))
    console.print(Text(f"  {plain(article['source'])}, {when}: {plain(article['canonical_url'])}"))
    console.print(Text(f"  {plain(article['excerpt'] or '')}", style="dim"))
