"""What `sources check` says of a source whose pages are mostly lists, from what its last run refused."""

from __future__ import annotations

from collections.abc import Callable

from landed_pages import landed_page, leave_behind, page_of

from flows.sources.listing_pages import lists_of_last_runs
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import current_snapshot

HOME = "https://gazette.example"
ENTRIES = "".join(
    f'<article><h2><a href="/2026/11/story-{number}/">A headline of story {number}</a></h2>'
    f"<p>{'Words of the story that the list shows as its beginning, and no more of it. ' * 2}</p></article>"
    for number in range(6)
)


def test_the_lists_among_the_pages_of_a_sources_last_run_are_counted_and_shown(
    data: DataFolder, run_once: Callable[[], object]
) -> None:
    html = f'<html><body class="archive"><main><h1>Storms</h1>{ENTRIES}</main></body></html>'
    urls = [f"{HOME}/tag/storm-{number}/" for number in range(4)]
    lists = [landed_page(html, url, run_id="killed", discovery="sitemap") for url in urls]
    leave_behind(data, [*lists, *(page_of(name) for name in ("whale", "harbour"))])
    run_once()
    lines = lists_of_last_runs(current_snapshot(data), ["gazette", "never-fetched"])
    shown = ", ".join(urls[:3])
    assert lines == [f"gazette: 4 of 6 pages looked like lists: watch the feed ({shown})"]
