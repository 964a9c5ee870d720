"""`copydesk explain URL`: one URL's whole history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import click
from rich.box import SIMPLE
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.display.terminal import wide_console
from flows.explain.revision_diff import side_by_side, two_revisions
from flows.explain.url_history import ExplainedPage, UrlHistory, url_history
from spiders.identity.urls import UrlError
from warehouse.lake.lake import Lake
from warehouse.tables import Article, Duplicate, Fetch, RemovedBlock

EPILOG = """\b
Example:
  copydesk explain https://example.org/2026/11/harbour-reopens
  copydesk explain https://example.org/2026/11/harbour-reopens --diff
  copydesk explain https://example.org/2026/11/harbour-reopens --diff 1:3
"""


@click.command("explain", epilog=EPILOG)
@click.argument("url")
@click.option(
    "--diff",
    is_flag=False,
    flag_value="",
    metavar="[OLD:NEW]",
    help="Show two revisions side by side: the last two, or those named.",
)
@json_option
@click.pass_obj
def explain_url(context: CliContext, url: str, diff: str | None, as_json: bool) -> None:
    """Show how URL was discovered, fetched, extracted, cleaned and matched, and where it is now.

    Exits with 1 when the warehouse has never seen URL.
    """
    snapshot = Lake(context.data).current()
    if snapshot.is_empty:
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    try:
        history = url_history(snapshot, url)
    except UrlError as error:
        raise click.BadParameter(str(error), param_hint="URL") from error
    if not history.known:
        raise click.ClickException(
            f"{plain(history.url)}: never seen; compare the URL with the feed or the site"
        )
    if as_json:
        echo_json(history)
        return
    console = wide_console()
    if diff is not None and history.revisions:
        console.print(_diff(history, diff))
        return
    for heading, lines in sections(history):
        console.print(Text(heading, style="bold"))
        for line in lines:
            console.print(Padding(Text(plain(line)), (0, 0, 0, 2)))


def _diff(history: UrlHistory, wanted: str) -> Table:
    """Two revisions in two columns; what differs is bold and marked."""
    before, after = two_revisions(history.revisions, wanted)
    table = Table(box=SIMPLE, title=Text(plain(after.canonical_url)), expand=True)
    table.add_column("")
    for side in (before, after):
        table.add_column(f"revision {side.revision}, {side.landed_at:%Y-%m-%d %H:%M}", ratio=1)
    for row in side_by_side(before, after):
        if row.label and row.before is None and row.after is None:
            continue
        mark = f"{row.label} {'≠' if row.is_changed else ''}".strip()
        style = "bold" if row.is_changed else "dim"
        table.add_row(mark, *(Text(plain(side or ""), style=style) for side in (row.before, row.after)))
    return table


def sections(history: UrlHistory) -> Iterable[tuple[str, list[str]]]:
    """Headings with their lines, in the order in which things happened."""
    yield f"{plain(history.url)}", []
    yield "fetches", [_fetch(fetch) for fetch in history.fetches]
    if history.rejections:
        yield (
            "rejected",
            [f"{row.stage}: {row.reason} ({row.detail or 'no detail'})" for row in history.rejections],
        )
    if not history.revisions:
        return
    yield "article", _article(history.revisions[-1])
    if history.evidence:
        yield "evidence of its page", list(_evidence(history.evidence))
    yield "revisions", [_revision(row) for row in history.revisions]
    if history.gone:
        yield "gone", [_gone(*row) for row in history.gone]
    yield f"blocks cut: {len(history.removed)}", [_removed(block) for block in history.removed]
    yield "copies", list(_copies(history))
    yield "files", list(history.files)


def _fetch(fetch: Fetch) -> str:
    when = f"{fetch.fetched_at or fetch.discovered_at:%Y-%m-%d %H:%M:%S}"
    seen = f"seen in {fetch.discovery} {fetch.discovery_url or ''}".rstrip()
    status = f" (HTTP {fetch.status}, {fetch.bytes} bytes, {fetch.milliseconds} ms)" if fetch.status else ""
    detail = f": {fetch.detail}" if fetch.detail else ""
    return f"{when}  {fetch.outcome}/{fetch.reason}{status}{detail}; {seen}; {fetch.url}"


def _article(article: Article) -> list[str]:
    published = f"{article.published_at:%Y-%m-%d %H:%M} UTC" if article.published_at else "no published date"
    former = [f"formerly at {', '.join(article.former_urls)}"] if article.former_urls else []
    return [
        f"{article.title or '(no title)'}",
        f"{article.article_id}: {article.canonical_url} ({article.identity_reason})",
        *former,
        f"{article.source}, {article.language or 'language unknown'}, {article.word_count} words",
        f"{published} ({article.published_origin or 'no origin'}), wall: {article.wall}",
        f"title from {article.title_origin or 'nowhere'}, authors from {article.authors_origin or 'nowhere'}",
        f"by {', '.join(article.authors) or 'unknown author'}; extracted by {article.extractor}",
    ]


def _evidence(evidence: ExplainedPage) -> Iterable[str]:
    yield f"page type: {'; '.join(evidence.clues) or 'no evidence against an article'}"
    yield from (f"title, {form}" for form in evidence.titles)
    yield from (f"authors, {claim}" for claim in evidence.authors)


def _revision(row: Article) -> str:
    flags = f" [{', '.join(row.flags)}]" if row.flags else ""
    changed = f", changed {', '.join(row.changed)}" if row.changed and row.extraction == 1 else ""
    return (
        f"revision {row.revision}, extraction {row.extraction}: landed {row.landed_at:%Y-%m-%d %H:%M:%S} "
        f"by run {row.run_id}, {row.word_count} words, {row.removed_blocks} blocks cut{changed}{flags}"
    )


def _gone(url: str, status: int, gone_at: datetime, back_at: datetime | None) -> str:
    back = f"back on {back_at:%Y-%m-%d %H:%M}" if back_at else "not back yet"
    return f"{gone_at:%Y-%m-%d %H:%M}  HTTP {status} at {url}, {back}"


def _removed(block: RemovedBlock) -> str:
    text = block.text if len(block.text) <= 80 else block.text[:79] + "…"
    return f"#{block.position} {block.place}, {block.kind}: {text} ({block.reason})"


def _copies(history: UrlHistory) -> Iterable[str]:
    if history.membership:
        of = (
            f"{history.canonical.source}: {history.canonical.canonical_url}"
            if history.canonical
            else history.membership.matched_article_id
        )
        yield f"duplicates {of} ({_kind(history.membership)})"
    for membership, article in history.copies:
        yield f"copied by {article.source}: {article.canonical_url} ({_kind(membership)})"
    if not history.membership and not history.copies:
        yield "none known"


def _kind(membership: Duplicate) -> str:
    return f"{membership.kind}, similarity {membership.similarity:.2f}: {membership.reason}"
