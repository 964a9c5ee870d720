"""How many of a source's pages were lists of articles, and what to do about it.

A sitemap of a publishing system names tags, months and authors beside the stories. Each costs a request and
is refused, and again whenever it changes; a feed names stories only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spiders.extraction.pagetype.types import PageType
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot

LIST_TYPES = frozenset({PageType.LISTING.value, PageType.FRONT_PAGE.value})
MIN_LISTS = 3
MIN_SHARE = 0.3
EXAMPLES = 3

_LAST = """
SELECT run_id, count(*) AS pages FROM landed.fetches
WHERE source = $1 AND kind = 'article' AND outcome = 'fetched'
GROUP BY run_id ORDER BY max(fetched_at) DESC LIMIT 1
"""
_LISTS = """
SELECT url FROM landed.rejections
WHERE source = $1 AND run_id = $2 AND list_contains($3, reason) ORDER BY url
"""


def listing_pages_line(source: str, lists: Sequence[str], pages: int) -> str | None:
    """One line where a good part of a source's `pages` were `lists` (their URLs); else None."""
    if len(lists) < MIN_LISTS or len(lists) < MIN_SHARE * pages:
        return None
    shown = ", ".join(lists[:EXAMPLES])
    return f"{source}: {len(lists)} of {pages} pages looked like lists: watch the feed ({shown})"


def lists_of_last_runs(snapshot: Snapshot | None, sources: Iterable[str]) -> list[str]:
    """The lines of those sources of whose last run a good part were lists."""
    if snapshot is None or not snapshot.manifest.of("rejections"):
        return []
    lines = []
    with connect(snapshot) as database:
        for source in sources:
            last = database.execute(_LAST, [source]).fetchone()
            if last is None:
                continue
            found = database.execute(_LISTS, [source, last[0], sorted(LIST_TYPES)]).fetchall()
            lines.append(listing_pages_line(source, [url for (url,) in found], last[1]))
    return [line for line in lines if line]
