"""An erased article that comes back under a URL of another name: two runs over a server of two pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from command import copydesk_here
from invented_stories import story
from landed_pages import article_html
from newsroom.server import OutletServer, Request, Response

from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

CONFIG = """
[copydesk]
contact = "mailto:desk@example.org"
[network]
allow = ["{host}"]
[sources.gazette]
home = "http://{host}/feed"
feeds = ["http://{host}/feed"]
interval_minutes = 0
limits = {{ delay = 0.05 }}
"""
SECRET = story("secret")


@dataclass
class Site:
    """A gazette whose feed lists `linked`, and what was requested of it."""

    host: str = ""
    linked: tuple[str, ...] = ("/news/old",)
    requests: list[Request] = field(default_factory=list)

    def look(self, path: str) -> Response | None:
        if path == "/feed":
            items = "".join(f"<item><link>{link}</link></item>" for link in self.linked)
            return Response(body=f"<rss><channel>{items}</channel></rss>".encode(), content_type="text/xml")
        if path == "/news/other":
            return Response(body=article_html(*story("other"), title="The other one").encode())
        if path.startswith("/news/"):
            head = f'<link rel="canonical" href="http://{self.host}/news/old">'
            return Response(body=article_html(*SECRET, head=head, title="The whale").encode())
        return None

    def requested(self, path: str) -> int:
        return [request.path for request in self.requests].count(path)


@dataclass(frozen=True)
class Desk:
    """The data folder and its command."""

    data: Path
    config: Path

    def __call__(self, *arguments: str) -> str:
        return copydesk_here(self.data, self.config, *arguments)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with connect(current_snapshot(DataFolder(self.data))) as database:
            return database.execute(sql).fetchall()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = OutletServer("gazette", 0, site.look, site.requests)
    site.host = server.host
    server.start()
    yield site
    server.close()


@pytest.fixture
def desk(tmp_path: Path, site: Site, without_workers: None) -> Desk:
    (tmp_path / "sources.toml").write_text(CONFIG.format(host=site.host), encoding="utf-8")
    return Desk(tmp_path / "data", tmp_path / "sources.toml")


def test_an_erased_article_does_not_come_back_under_a_new_url(desk: Desk, site: Site) -> None:
    desk("run", "--direct")
    assert desk.query("SELECT count(*) FROM articles_all") == [(1,)]
    desk("erase", "--url", f"http://{site.host}/news/old", "--reason", "court order")

    for site.linked in (("/news/new-name", "/news/other"), ("/news/other", "/news/new-name")):
        desk("run", "--direct")
    outcomes = desk.query(
        "SELECT outcome, reason FROM fetches WHERE kind = 'article' AND url LIKE 'erased:%'"
    )
    assert outcomes == [("skipped", "erased")] * 2
    assert site.requested("/news/new-name") == 1, "once it is known, it is not requested again"

    assert desk.query("SELECT canonical_url FROM articles_all") == [(f"http://{site.host}/news/other",)]
    assert desk.query("SELECT url FROM landed.pages") == [(f"http://{site.host}/news/other",)]
    assert desk.query("SELECT count(*) FROM landed.fetches WHERE url LIKE '%new-name'") == [(0,)]
    (last,) = desk.query("SELECT discovered, skipped, unchanged FROM runs ORDER BY run_id DESC LIMIT 1")
    assert last == (2, 1, 1)
