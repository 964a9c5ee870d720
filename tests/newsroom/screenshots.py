"""`make screenshots`: the pictures of the desk in the documentation, over what `make demo` landed.

Run as `python -m newsroom.screenshots [DATA]`; needs the extras `desk` and `browser`, and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import ViewportSize, sync_playwright

from flows.desk.app import desk_app
from warehouse.base.data_folder import DataFolder

PICTURES = Path(__file__).parents[2] / "docs"
SHOWN = {"desk": "/", "desk-stories": "/stories?days=7"}
SIZE: ViewportSize = {"width": 1100, "height": 760}


def main(data: DataFolder) -> None:
    server = uvicorn.Server(uvicorn.Config(desk_app(data), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.05)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE)
        for name, path in SHOWN.items():
            page.goto(url + path)
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()
    server.should_exit = True
    thread.join(timeout=20)


if __name__ == "__main__":
    main(DataFolder(Path(sys.argv[1] if len(sys.argv) > 1 else "data/demo")))
