"""How many of a source's pages were lists of articles, and what to do about it.

A sitemap of a publishing system names tags, months and authors beside the stories. Each costs a request and
is refused, and again whenever it changes; a feed names stories only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.values import PageGroup, of_group

LIST_REASONS = of_group(PageGroup.LIST)
MIN_LISTS = 3
MIN_SHARE = 0.3
EXAMPLES = 3


def listing_pages_line(source: str, lists: Sequence[str], pages: int) -> str | None:
    """One line where a good part of a source's `pages` were `lists` (their URLs); else None."""
    if len(lists) < MIN_LISTS or len(lists) < MIN_SHARE * pages:
        return None
    shown = ", ".join(lists[:EXAMPLES])
    return f"{source}: {len(lists)} of {pages} pages looked like lists: watch the feed ({shown})"


def lists_of_last_runs(snapshot: Snapshot, sources: Iterable[str]) -> list[str]:
    """The lines of those sources of whose last run a good part were lists."""
    if not snapshot.manifest.of("rejections"):
        return []
    lines = []
    with connect(snapshot) as database:
        for source in sources:
            last = execute(database, "sources/last_run", source=source).fetchone()
            if last is None:
                continue
            run_id, pages = last
            found = execute(
                database, "sources/listing_pages", source=source, run_id=run_id, reasons=sorted(LIST_REASONS)
            ).fetchall()
            lines.append(listing_pages_line(source, [url for (url,) in found], pages))
    return [line for line in lines if line]
