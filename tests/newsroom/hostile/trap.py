"""What a trap is: a URL that does an evil thing, and what should become of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Exchange(Protocol):
    """One request, as a trap sees it. `base` is the site's URL, `canary` that of the canary."""

    path: str

    @property
    def base(self) -> str: ...

    @property
    def canary(self) -> str: ...

    def send(self, data: bytes) -> None:
        """Writes to the socket as it is."""

    def respond(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """A whole response. Header names are written with underscores; Content-Length is set where absent."""


Act = Callable[[Exchange], None]
Links = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Trap:
    """One case of the hostile web, served as a site of its own.

    `act` responds to every path that begins with `at`; without it, `links` (given the URLs of the site and
    of the canary) are evil by themselves. Whatever is neither is healthy: a robots.txt that allows all, a
    feed at /rss.xml that links `/trap`, the `links` and a healthy /story, a front page, the story.
    `expected` is the outcome and reason of the trap's own row of the ledger (of each of its `links`), or of
    the rejection that followed. `watched` is the path whose row it is; `sitemap` and `section` are paths that
    the source watches beside its feed. `spares` says whether the healthy story must land; `seconds` that the
    trap takes a timeout to end.
    """

    name: str
    expected: str
    at: str = "/trap"
    act: Act | None = None
    links: Links | None = None
    watched: str = ""
    sitemap: str = ""
    section: str = ""
    spares: bool = True
    seconds: float = 0.0

    @property
    def row(self) -> str:
        return self.watched or self.at
