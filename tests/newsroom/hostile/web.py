"""All traps together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from newsroom.bulk import bulk_outlet
from newsroom.edition import publications
from newsroom.hostile import bodies, bombs, documents, links, markup, redirects
from newsroom.hostile.server import Canary, TrapServer
from newsroom.hostile.trap import Trap
from newsroom.newsroom import OPENED
from newsroom.outlet import Odd, Outlet
from newsroom.site import build_site

SEED = 7


def all_traps() -> tuple[Trap, ...]:
    modules = (bombs, bodies, markup, redirects, documents, links)
    return tuple(trap for module in modules for trap in module.TRAPS)


class HostileWeb:
    """A server for each of `traps`, every one an outlet with one healthy story, and the canary.

    Use as a context manager. `servers` are by the name of their trap.
    """

    def __init__(self, traps: Sequence[Trap]) -> None:
        self.canary = Canary()
        self.servers = {trap.name: TrapServer(trap, self.canary.base) for trap in traps}
        for outlet, server in zip(_outlets(self.servers.values()), self.servers.values(), strict=True):
            stories = publications(outlet, [outlet], [OPENED])
            server.look = build_site(outlet, stories, server.base, [OPENED], SEED).response

    def links(self, name: str) -> Sequence[str]:
        """The links of a trap that are evil by themselves."""
        server = self.servers[name]
        return server.trap.links(server.base, self.canary.base) if server.trap.links else ()

    def sources_toml(self, minutes: float = 5.0) -> str:
        """The tables of all traps, without the permission to reach them."""
        return "\n".join(_table(server, minutes) for server in self.servers.values())

    def write_sources(self, path: Path, minutes: float = 5.0) -> None:
        """A sources file for the hostile web alone."""
        desk = '[copydesk]\ncontact = "mailto:desk@example.org"'
        network = f"[network]\nallow = {json.dumps(self.allowed())}"
        path.write_text(f"{desk}\n\n{network}\n\n{self.sources_toml(minutes)}", encoding="utf-8")

    def allowed(self) -> list[str]:
        """What `[network] allow` must say: the traps, and not the canary."""
        return [server.base.removeprefix("http://").rstrip("/") for server in self.servers.values()]

    def __enter__(self) -> HostileWeb:
        self.canary.start()
        for server in self.servers.values():
            server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.canary.close()
        for server in self.servers.values():
            server.close()


def _outlets(servers: Collection[TrapServer]) -> Iterator[Outlet]:
    bulk = bulk_outlet(len(servers), SEED)
    for server, story in zip(servers, bulk.stories, strict=True):
        trap = server.trap
        evil = trap.links(server.base, server.canary) if trap.links else ["/trap"]
        odd = tuple(
            Odd(kind="missing", path=link, title=f"Trap {number}") for number, link in enumerate(evil)
        )
        yield replace(bulk, name=trap.name, title=trap.name, urls="/story", stories=(story,), odd=odd)


def _table(server: TrapServer, minutes: float) -> str:
    trap, base = server.trap, server.base
    lines = [
        f"[sources.{trap.name}]",
        f'home = "{base}"',
        f'feeds = ["{base}rss.xml"]',
        "interval_minutes = 0",
        f"limits = {{ delay = 0.02, minutes = {minutes}, pages = 20 }}",
    ]
    if trap.links:
        lines.append('allow = ["."]')
    if trap.sitemap:
        lines.append(f'sitemaps = ["{base}{trap.sitemap.lstrip("/")}"]')
    if trap.section:
        lines.append(f'sections = ["{base}{trap.section.lstrip("/")}"]')
    return "\n".join(lines) + "\n"
