"""Whether a simulated year went as it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from benchmarks.year.paper import SHOWN, Paper
from benchmarks.year.plan import Event
from benchmarks.year.simulation import Year
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot


def wrong_findings(year: Year, plan: tuple[Event, ...], days: float, step: float) -> Iterator[str]:
    """Findings that were not told once when due and once when over, and those that were not due at all.

    Runs are `step` days apart, so everything may come that much later.
    """
    left = list(year.told)
    for event in plan:
        for word, begin, within in (
            ("NEW", event.begin, event.raised),
            ("OVER", event.end, event.over),
        ):
            last = begin + within + step
            due = [
                one
                for one in left
                if (one.word, one.kind, one.source) == (word, event.kind, event.paper)
                and begin <= one.day <= last
            ]
            if len(due) != event.count and last <= days:
                yield f"{event.paper}, {event.what}: {word} {event.kind} on day {begin:g}, told {len(due)}"
            left = [one for one in left if one not in due]
    for one in left:
        yield f"not due: {one}"


def lost_stories(folder: Path, papers: dict[str, Paper]) -> Iterator[str]:
    """Stories that could have been read and did not land once, whole, without the promos.

    The promos of a campaign that has just begun are still being learned. Copies are collapsed: what a
    paper showed under its new host and again under its old one is one article.
    """
    with connect(current_snapshot(DataFolder(folder / "data"))) as database:
        rows = database.execute("SELECT source, canonical_url, text FROM articles").fetchall()
        rejected = {url for (url,) in database.execute("SELECT DISTINCT url FROM rejections").fetchall()}
        missing = database.execute("SELECT sum(missing) FROM source_health").fetchone()
    texts = {(source, url.rpartition("/")[2]): text for source, url, text in rows}
    counts = Counter((source, url.rpartition("/")[2]) for source, url, _ in rows)
    for paper in papers.values():
        for number, paragraphs in paper.readable.items():
            key = (paper.name, f"{paper.name}-story-{number:05d}")
            if counts[key] == 0 and any(url.endswith(f"/{key[1]}") for url in rejected):
                continue  # it was read while nothing was in its page, and is accounted for
            if counts[key] != 1:
                yield f"{key}: landed {counts[key]} times"
            elif any(paragraph not in texts[key] for paragraph in paragraphs):
                yield f"{key}: a paragraph is missing"
            elif number < paper.published - SHOWN and any(promo in texts[key] for promo in paper.promos):
                yield f"{key}: holds a promo"
    if missing and missing[0]:
        yield f"{missing[0]} pages are neither landed nor rejected"


def trend(year: Year, name: str, parts: int = 6) -> list[float]:
    """The mean of a measure in each of so many equal parts of the year."""
    values = [getattr(one, name) for one in year.measured]
    size = max(1, len(values) // parts)
    return [round(mean(values[start : start + size]), 2) for start in range(0, size * parts, size)]
