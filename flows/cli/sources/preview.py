"""A few articles of a source as they would land, shown before it is written to the configuration."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from flows.display.plain import plain
from flows.sources.sample import Sample
from spiders.extraction.model import Extraction, Refusal, story_blocks

SHOWN = 3
LINES = 2
LINE_CHARS = 160


def preview(sample: Sample) -> Group:
    """The first articles with title, author, date and first lines, and what was refused."""
    articles = [_article(url, found) for url, found in list(sample.articles.items())[:SHOWN]]
    refused = [Text(_refusal(url, why)) for url, why in sample.refused.items()]
    if not articles:
        articles = [Group(Text("no article found on the pages that were tried", style="yellow"))]
    heading = [Text("rejected, not articles:", style="bold")] if refused else []
    return Group(*articles, *heading, *(Padding(line, (0, 0, 0, 2)) for line in refused))


def _article(url: str, found: Extraction) -> Group:
    return Group(Text(plain(found.title or "(no title)"), style="bold"), *map(_indented, _lines(url, found)))


def _indented(line: str) -> Padding:
    return Padding(Text(line), (0, 0, 0, 2))


def _lines(url: str, found: Extraction) -> Iterator[str]:
    yield plain(url)
    day = f"{found.published_at:%Y-%m-%d %H:%M} UTC" if found.published_at else "no date"
    yield plain(
        f"by {', '.join(found.authors) or 'unknown author'}; {day}; {found.language or 'language unknown'}"
    )
    for block in story_blocks(found.blocks)[:LINES]:
        yield plain(block.text if len(block.text) <= LINE_CHARS else block.text[: LINE_CHARS - 1] + "…")


def _refusal(url: str, why: Refusal) -> str:
    return plain(f"{url}: {why.reason.replace('_', ' ')} ({why.detail})")
