"""A page that our extractor reads better today is no edit; the old page, read again, is the witness."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouse_rows import NOON, article, fetch, page, rows

from flows.configuration import Settings
from flows.landing.land_in_parts import land_in_parts
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from spiders.identity.urls import article_id
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.tables.hashes import content_hash
from warehouse.values import RunStatus

URL = "https://example.org/bridge"
LINES = [
    "The council met on Tuesday evening to discuss the plan for the new harbour bridge.",
    "The vote was taken after four hours of debate, and the mayor thanked the members for their patience.",
    "Engineers had warned in March that the old bridge would not stand another winter of floods.",
]


def body(title: str, lines: list[str]) -> bytes:
    text = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<title>{title}</title><link rel="canonical" href="{URL}">'
    return f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>{title}</h1>{text}".encode()


@pytest.mark.parametrize(
    ("title", "lines", "keeps_page", "outcome"),
    [
        ("Council approves the bridge", LINES, True, ("unchanged", 1, 2)),
        ("Council rejects the bridge", LINES, True, ("fetched", 2, 1)),
        (
            "Council approves the bridge",
            [*LINES[:2], "Engineers now say that it stands."],
            True,
            ("fetched", 2, 1),
        ),
        ("Council approves the bridge", LINES, False, ("fetched", 2, 1)),
    ],
)
def test_what_the_old_page_says_today_is_no_edit(
    tmp_path: Path, title: str, lines: list[str], keeps_page: bool, outcome: tuple[str, int, int]
) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    known = {"article_id": article_id(URL), "url": URL, "canonical_url": URL, "extractor": "of last year"}
    landed = article(
        "bridge", title="Example News", text=LINES[0], content_hash=content_hash(LINES[0]), **known
    )
    old = page("bridge", url=URL, final_url=URL, body=body("Council approves the bridge", LINES))
    commit(data, EMPTY, rows(landed, *([old] if keeps_page else [])), [], NOON)
    new = page("again", url=URL, final_url=URL, run_id="r2", body=body(title, lines))
    with SegmentWriter(data, "r2", "crawl") as writer:
        writer.add(fetch("again", url=URL, run_id="r2", page_id=new.page_id), new)
    run = RunContext("r2", NOON, data, Settings(), SilentProgress(), workers=1)
    result = land_in_parts(run, pending_segments(data, EMPTY), RunStatus.COMPLETE, directly).landed
    assert result
    with connect(result.snapshot) as database:
        found = database.execute("SELECT title, revision, extraction, text FROM articles").fetchone()
        (said,) = database.execute("SELECT outcome FROM fetches").fetchall()
    assert found and (*said, *found[1:3]) == outcome
    assert (found[0], found[3]) == (title, "\n".join(lines))
