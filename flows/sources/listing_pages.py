"""How many of a source's pages were lists of articles, and what to do about it.

A sitemap of a publishing system names tags, months and authors beside the stories. Each costs a request and
is refused, and again whenever it changes; a feed names stories only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.values import PageGroup, of_group

LIST_REASONS = of_group(PageGroup.LIST)
MIN_LISTS = 3
MIN_SHARE = 0.3
EXAMPLES = 3


@dataclass(frozen=True)
class Lists:
    """The pages of a source that were lists: how many, and the URLs of the first."""

    source: str
    count: int
    first: tuple[str, ...]

    @staticmethod
    def by_source(found: Iterable[Lists]) -> tuple[Lists, ...]:
        """One for each source, in the order of arrival."""
        of_source: dict[str, Lists] = {}
        for more in found:
            known = of_source.get(more.source, Lists(more.source, 0, ()))
            first = (*known.first, *more.first)[:EXAMPLES]
            of_source[more.source] = Lists(more.source, known.count + more.count, first)
        return tuple(of_source.values())


def listing_pages_line(lists: Lists, pages: int) -> str | None:
    """One line where a good part of a source's `pages` were lists; else None."""
    if lists.count < MIN_LISTS or lists.count < MIN_SHARE * pages:
        return None
    shown = ", ".join(lists.first)
    return f"{lists.source}: {lists.count} of {pages} pages looked like lists: watch the feed ({shown})"


def lists_of_last_runs(snapshot: Snapshot, sources: Iterable[str]) -> list[str]:
    """The lines of those sources of whose last run a good part were lists."""
    if not snapshot.manifest.of("rejections"):
        return []
    lines = []
    with connect_landed(snapshot) as database:
        for source in sources:
            last = execute(database, "sources/last_run", source=source).fetchone()
            if last is None:
                continue
            run_id, pages = last
            found = execute(
                database, "sources/listing_pages", source=source, run_id=run_id, reasons=sorted(LIST_REASONS)
            ).fetchall()
            urls = [url for (url,) in found]
            lines.append(listing_pages_line(Lists(source, len(urls), tuple(urls[:EXAMPLES])), pages))
    return [line for line in lines if line]
