"""A script-only outlet lands when it is rendered, by a browser that has no network of its own."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from pathlib import Path

import duckdb
import pytest
from command import copydesk_here
from newsroom import Newsroom
from newsroom.hostile.server import Canary
from scrapy.http import HtmlResponse, Response

from spiders.network import browser as module
from spiders.network.browser import Browser

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None or not any(map(shutil.which, module._NAMES)),
        reason="needs the extra `browser` and Chromium",
    ),
]
PAGE = "http://127.0.0.1:8700/story"


def test_a_script_only_outlet_lands_whole_when_it_is_rendered(tmp_path: Path) -> None:
    with Newsroom(only=["talpost"], crawl_delay=0, scripted=True) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml", render=True)
        copydesk_here(tmp_path / "data", tmp_path / "sources.toml", "run", "--direct")
        expected = [page for page in newsroom.truth.values() if page.expected == "article"]
    with duckdb.connect(tmp_path / "data" / "warehouse.duckdb", read_only=True) as database:
        texts = dict(database.execute("SELECT canonical_url, text FROM articles_all").fetchall())
    assert set(texts) == {page.url for page in expected}
    for page in expected:
        assert all(paragraph in texts[page.url] for paragraph in page.paragraphs)


def render(markup: str, responses: dict[str, bytes]) -> tuple[str, list[str]]:
    """The rendered page, and what its scripts requested."""
    requested: list[str] = []

    async def fetch(url: str) -> Response | None:
        requested.append(url)
        return Response(url, body=responses[url]) if url in responses else None

    async def run() -> str:
        browser = Browser("tester/1", fetch)
        try:
            return await browser.render(HtmlResponse(PAGE, body=markup.encode(), encoding="utf-8"))
        finally:
            await browser.close()

    return asyncio.run(run()), requested


def test_what_scripts_request_is_fetched_by_us() -> None:
    page = "<p id=here></p><script>fetch('/a').then(a => a.text()).then(t => here.textContent = t)</script>"
    markup, requested = render(page, {"http://127.0.0.1:8700/a": b"come by fetch"})
    assert "come by fetch" in markup
    assert requested == ["http://127.0.0.1:8700/a"]


def test_the_browser_connects_to_nobody() -> None:
    canary = Canary()
    canary.start()
    host = canary.base.removeprefix("http://")
    markup, requested = render(
        f"""<p>here</p><link rel="preconnect" href="{canary.base}"><link rel="prefetch" href="{canary.base}p">
        <img src="{canary.base}i"><iframe src="{canary.base}f"></iframe><video src="{canary.base}v"></video>
        <script>new WebSocket("ws://{host}w"); window.open("{canary.base}o");
        new EventSource("{canary.base}e"); navigator.sendBeacon("{canary.base}b", "x");
        fetch("{canary.base}t", {{method: "POST"}});</script>""",
        {},
    )
    canary.close()
    assert "here" in markup
    assert requested == []
    assert canary.connections == 0


def test_a_script_without_end_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 3.0)
    with pytest.raises(TimeoutError):
        render("<p>here</p><script>for (;;) {}</script>", {})


def test_a_page_that_requests_without_end_gets_a_bounded_number_of_responses() -> None:
    script = "<script>for (let n = 0; n < 500; n++) fetch('/ask/' + n)</script>"
    _, requested = render(f"<p>here</p>{script}", {})
    assert len(requested) == module.MAX_REQUESTS
