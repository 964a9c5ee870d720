"""The sums of runs hold, whatever pages and outcomes come, in whatever batches."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_stories import story
from landed_pages import article_html, fetched, landed_page

from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.tables import Fetch, Page

KINDS = ("story", "copy", "edited", "broken", "amp", "failed", "skipped", "blocked")
LINKS = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(["whale", "bridge"]), st.sampled_from(["gazette", "herald"])
)
BATCHES = st.lists(st.lists(LINKS, min_size=1, max_size=5, unique=True), min_size=1, max_size=3)
UNREAD = {"failed": "timeout", "skipped": "too_old", "blocked": "robots"}


def link(run: str, kind: str, topic: str, source: str) -> tuple[Fetch, Page | None]:
    """A row of the ledger and its page, if one was fetched; a URL of its own for each kind that has one."""
    url = f"https://{source}.example/{topic}" + {"amp": "?amp=1", "story": "", "edited": ""}.get(
        kind, f"-{kind}"
    )
    paragraphs = (*story(topic), *(story(f"{topic} {run}", 2) if kind == "edited" else ()))
    html = "<html></html>" if kind == "broken" else article_html(*paragraphs, title=f"The {topic}")
    page = landed_page(html, url, run_id=run, source=source, page_id=f"{run} {kind} {topic} {source}")
    row = fetched(page)
    if kind in UNREAD:
        return replace(row, outcome=kind, reason=UNREAD[kind], page_id=None), None
    return row, page


SUMS = """
SELECT r.run_id, r.discovered, count(*), r.failed, count(*) FILTER (outcome = 'failed'),
       r.fetched, count(*) FILTER (outcome = 'fetched'), r.unchanged, count(*) FILTER (outcome = 'unchanged'),
       r.rejected, (SELECT count(*) FROM rejections WHERE run_id = r.run_id)
FROM runs r JOIN fetches f ON f.run_id = r.run_id GROUP BY ALL
"""


@settings(max_examples=4)
@given(BATCHES)
def test_every_link_has_one_outcome_and_every_page_one_end(batches: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        for number, batch in enumerate(batches):
            with SegmentWriter(data, f"run {number}", "crawl") as writer:
                for one in batch:
                    writer.add(*link(f"run {number}", *one))
            run = prepare_run(data.root, Path(folder) / "none.toml", False, workers=1)
            (landed,) = ingest(run, False, directly).landed
            assert [counts.contradictions() for counts in landed.tallies if counts.contradictions()] == []
            assert sum(counts.discovered for counts in landed.tallies) == len(batch)
        with connect(current_snapshot(data)) as database:
            for _, *counts in database.execute(SUMS).fetchall():
                assert counts[::2] == counts[1::2]
