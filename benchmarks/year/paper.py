"""A paper of the simulated year: the demo newsroom's pages and feeds, with stories that come by the clock.

What happens to a paper is set from outside: it dies, moves to another host, forbids everything, is rebuilt
so that no text is in its pages, falls silent, changes the promos under its stories. A dead or silent paper
brings out nothing. A story stays in feed and front page until `SHOWN` others have come.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newsroom.edition import Publication
from newsroom.outlet import Outlet, Promos, Story
from newsroom.server import OutletServer, Request, Response
from newsroom.site import Site, build_site

from benchmarks.year.words import story_text

SHOWN = 14
FORBIDDEN = Response(body=b"User-agent: *\nDisallow: /\n", content_type="text/plain")


@dataclass
class Paper:
    """One paper. `every` is the time between two stories, `numbers` those of the stories that came out."""

    name: str
    every: timedelta
    start: datetime
    promo: str = "Follow our morning letter for the stories that matter before breakfast."
    dead: bool = False
    moved: bool = False
    forbidding: bool = False
    rebuilt: bool = False
    silent: bool = False
    published: int = 0
    shown: deque[Publication] = field(default_factory=lambda: deque(maxlen=SHOWN))
    readable: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The stories that a reader could have read, by number: their paragraphs."""
    promos: set[str] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = self.start
        self._site: Site | None = None
        self._server = OutletServer(self.name, 0, self._look, self.requests)
        self._new_home = OutletServer(self.name, 0, self._look_here, self.requests)
        for server in (self._server, self._new_home):
            server.start()

    @property
    def host(self) -> str:
        return self._server.host

    @property
    def hosts(self) -> tuple[str, str]:
        return self._server.host, self._new_home.host

    def close(self) -> None:
        self._server.close()
        self._new_home.close()

    def bring_out(self, now: datetime) -> None:
        """Bring out what is due by `now`, and print the site again."""
        while self._next <= now:
            if not (self.dead or self.silent):
                self.shown.append(self._story(self._next))
                self.published += 1
            self._next += self.every
        self.promos.add(self.promo)
        self._site = build_site(
            self._outlet(), list(self.shown), f"http://{self.host}/", [now], 1, self.rebuilt
        )
        if not (self.dead or self.rebuilt or self.forbidding):
            for story in self.shown:
                self.readable[story.number] = story.paragraphs
        self.requests.clear()

    def _story(self, at: datetime) -> Publication:
        paragraphs = story_text(self.name, self.published)
        story = Story(
            id=f"{self.name}-story-{self.published:05d}",
            title=f"{paragraphs[0][:50]} {self.published}",
            section="News",
            author="Staff",
            text="\n\n".join(paragraphs),
        )
        return Publication(
            outlet=self._outlet(), story=story, number=self.published, edit="own", title=story.title,
            paragraphs=paragraphs, published=at, modified=at, changed=at,
        )  # fmt: skip

    def _outlet(self) -> Outlet:
        return Outlet(
            name=self.name, title=self.name.title(), language="en", utc_offset=0, port=8700,
            urls="/news/{slug}", metadata="jsonld", validators="both", feeds=("rss",), crawl_delay=0,
            promos=Promos(tail=(self.promo,)),
        )  # fmt: skip

    def _look(self, path: str) -> Response | None:
        if self.dead:
            return Response(body=b"gone", status=500)
        if self.moved and path != "/robots.txt":
            return Response(body=b"", status=301, headers={"Location": f"http://{self._new_home.host}{path}"})
        return self._look_here(path)

    def _look_here(self, path: str) -> Response | None:
        if self.forbidding and path == "/robots.txt":
            return FORBIDDEN
        response = self._site.response(path) if self._site else None
        return replace(response, etag=None, last_modified=None) if response and self.rebuilt else response
