"""The desk in a real Chromium: what it requests, and whether everybody can use it (axe's rules)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
import uvicorn

from flows.desk.app import desk_app
from warehouse.base.data_folder import DataFolder

from .conftest import PAGES

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
if not shutil.which("chromium"):
    pytest.skip("there is no Chromium", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def desk_url(data: DataFolder) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(desk_app(data), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=120)


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser.new_page(bypass_csp=True)  # axe is a script, and the desk's policy admits none
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_leaves_this_machine_alone(
    desk_url: str, browser_page: Page, scheme: Literal["light", "dark"]
) -> None:
    requested: list[str] = []
    alerts: list[str] = []
    browser_page.on("request", lambda request: requested.append(request.url))
    browser_page.on("dialog", lambda dialog: alerts.append(dialog.message))
    browser_page.emulate_media(color_scheme=scheme)
    faults = {}
    for path in PAGES if scheme == "light" else PAGES[:9]:
        browser_page.goto(desk_url + path)
        results = Axe().run(browser_page)
        if results.violations_count:
            faults[path] = [
                (rule["id"], [n["target"] for n in rule["nodes"]][:2])
                for rule in results.response["violations"]
            ]
    assert not faults
    assert not alerts
    assert [url for url in requested if not url.startswith((desk_url, "data:"))] == []


def test_on_a_phone_no_page_is_wider_than_the_screen(desk_url: str, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for path in PAGES:
        browser_page.goto(desk_url + path)
        width = browser_page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    assert not wide
