"""A small warehouse with something for every page of the desk, hostile titles included."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import lxml.html
import pytest
from lxml.html import HtmlElement
from starlette.testclient import TestClient
from warehouse_rows import article, digest, duplicate, fetch, page, rejection, removed, rows, run

from flows.desk.app import desk_app
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.search.index import refresh_index
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.tables import Record

T = TypeVar("T")
HOSTILE = "<script>alert(1)</script><img src=https://evil.example/x.png onerror=alert(2)>"
BASE = "http://127.0.0.1:8765"


def parsed(document: str) -> HtmlElement:
    page = lxml.html.fromstring(document)
    assert isinstance(page, HtmlElement)
    return page


def select(page: HtmlElement, path: str, kind: type[T]) -> list[T]:
    """All that an XPath finds, which has to be of a kind: elements, or attributes and texts (str)."""
    nodes = page.xpath(path)
    assert isinstance(nodes, list)
    of_kind = [node for node in nodes if isinstance(node, kind)]
    assert len(of_kind) == len(nodes)
    return of_kind


def filled(folder: Path) -> DataFolder:
    """A warehouse that landed an hour ago: a story with a copy, a revision, a rejection, a hostile title."""
    data = DataFolder(folder)
    data.create()
    now = datetime.now(UTC) - timedelta(hours=1)
    seen = {"discovered_at": now, "fetched_at": now}
    long = "The harbour storm closed the port.\nFerries wait at the far slip until noon."
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("a", **seen), page("a", **seen, content_type="text/html"))
    records: list[Record] = [
        article(
            "a", **seen, title="Harbour storm", text=long, published_at=now, published_precision="minute"
        ),
        article("b", **seen, title="Storm at the harbour", text=long, source="other-news"),
        article(
            "evil",
            **seen,
            title=HOSTILE,
            text=f"Harbour {HOSTILE}",
            authors=(HOSTILE,),
            line_kinds=("heading",),
            language="en",
        ),
        article("a", **seen, title="Harbour storm", text=long.replace("noon", "dusk"), revision=2),
        duplicate("b", "a", source="other-news"),
        removed("a", "Subscribe to our letter.", revision=2, position=1),
        fetch("gone", **seen, outcome="failed", reason="http_404", status=404, page_id=None, detail=HOSTILE),
        fetch("wall", **seen),
        rejection("wall", detail=HOSTILE, landed_at=now),
        run(started_at=now, finished_at=now, discovered=4, failed=1, fetched=3, findings=(HOSTILE,)),
    ]
    landed = [dataclasses.replace(r, landed_at=now) if hasattr(r, "landed_at") else r for r in records]
    commit(data, EMPTY, rows(landed), pending_segments(data, EMPTY), now)
    snapshot = current_snapshot(data)
    refresh_index(data, snapshot)
    return data


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return filled(tmp_path_factory.mktemp("desk") / "data")


@pytest.fixture(scope="session")
def desk(data: DataFolder) -> Iterator[TestClient]:
    with TestClient(desk_app(data), base_url=BASE) as client:
        yield client


A = digest("a", 16)
PAGES = (
    *(
        "/",
        "/?days=30",
        "/search?q=harbour&copies=yes",
        "/stories?days=7",
        "/sources",
        "/source/example-news",
    ),
    *(
        f"/article/{A}?cut=yes",
        f"/article/{A}/revisions?from=1&to=2",
        f"/article/{A}/copies/{digest('b', 16)}",
    ),
    *(f"/article/{digest('evil', 16)}", "/corrections", "/rights", "/quarantine"),
    *("/explain?url=https://example.org/a", "/explain?url=https://example.org/gone"),
)
"""Every page, with something on it."""
