"""All outlets together, served on loopback."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from urllib.parse import urljoin

from newsroom.bulk import bulk_outlet
from newsroom.edition import publications
from newsroom.outlet import Outlet, read_outlets
from newsroom.server import Look, OutletServer, Request, Response
from newsroom.site import Site, build_site
from newsroom.sources import sources_toml
from newsroom.truth import PageTruth

OPENED = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
HELD_SECONDS = 300


class Newsroom:
    """Outlets on 127.0.0.1, deterministic in (seed, opened_at, editions published).

    `port` 0 gives every outlet a free port, any other number is that of the first outlet and the others
    follow. `only` names the outlets to open (all). `crawl_delay` overrides every robots.txt (seconds;
    0 leaves the line out). `bulk` adds an outlet of that many generated stories, for benchmarks. `scripted`
    serves every story as an empty page whose script fetches the text.

    Use as a context manager; `urls` and `truth` exist from the start (ports are bound), responses from
    entry on.
    """

    def __init__(
        self,
        seed: int = 1,
        port: int = 0,
        *,
        opened_at: datetime = OPENED,
        only: Sequence[str] = (),
        crawl_delay: float | None = None,
        bulk: int = 0,
        scripted: bool = False,
    ) -> None:
        self._seed = seed
        self._scripted = scripted
        self._editions = [opened_at]
        self._declared = read_outlets() + ((bulk_outlet(bulk, seed),) if bulk else ())
        chosen = [outlet for outlet in self._declared if not only or outlet.name in only]
        if crawl_delay is not None:
            chosen = [replace(outlet, crawl_delay=crawl_delay) for outlet in chosen]
        self.outlets: tuple[Outlet, ...] = tuple(chosen)
        self.requests: list[Request] = []
        self._servers = {
            outlet.name: OutletServer(
                outlet.name, port and port + number, self._look(outlet.name), self.requests
            )
            for number, outlet in enumerate(self.outlets)
        }
        self._sites: dict[str, Site] = {}
        self._released = threading.Event()
        self._unheld: threading.Semaphore | None = None
        self._moved: dict[str, str] = {}
        self._print()

    @property
    def edition(self) -> int:
        return len(self._editions)

    @property
    def truth(self) -> dict[str, PageTruth]:
        """What is true of every URL that an outlet links in this edition."""
        return {page.url: page for site in self._sites.values() for page in site.truth}

    def home(self, name: str) -> str:
        """The front page of an outlet."""
        return f"http://{self._servers[name].host}/"

    def publish_next_edition(self, at: datetime | None = None) -> None:
        """New stories and corrections come out (`at`: an hour after the last edition)."""
        self._editions.append(at or self._editions[-1] + timedelta(hours=1))
        self._print()

    def hold_after(self, stories: int) -> None:
        """Response that many requests for stories; further ones wait until `release`."""
        self._unheld = threading.Semaphore(stories)

    def release(self) -> None:
        self._released.set()

    def move(self, name: str, home: str) -> None:
        """From now on every URL of an outlet leads for good to the same path below another home."""
        self._moved[name] = home

    def write_sources(self, path: Path, render: bool = False) -> None:
        """A sources file that watches every outlet; `render` has their pages' scripts run."""
        homes = {outlet.name: self.home(outlet.name) for outlet in self.outlets}
        path.write_text(sources_toml(self.outlets, homes, render), encoding="utf-8")

    def __enter__(self) -> Newsroom:
        for server in self._servers.values():
            server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.close()

    def _print(self) -> None:
        self._sites = {
            outlet.name: build_site(
                outlet,
                publications(outlet, self._declared, self._editions),
                self.home(outlet.name),
                self._editions,
                self._seed,
                self._scripted,
            )
            for outlet in self.outlets
        }

    def _look(self, name: str) -> Look:
        def look(path: str) -> Response | None:
            if self._unheld and self._is_story(name, path) and not self._unheld.acquire(blocking=False):
                self._released.wait(HELD_SECONDS)
            if name in self._moved:
                return Response(body=b"", status=301, headers={"Location": urljoin(self._moved[name], path)})
            return self._sites[name].response(path)

        return look

    def _is_story(self, name: str, path: str) -> bool:
        page = self.truth.get(self.home(name).removesuffix("/") + path)
        return page is not None and page.expected == "article"
