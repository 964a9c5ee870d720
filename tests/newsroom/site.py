"""Every path of one outlet in one edition, with what is true of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote, urljoin

from newsroom.article_page import amp_page, article_page, body_blocks, print_page
from newsroom.edition import Publication
from newsroom.feed import Entry, atom, json_feed, rss
from newsroom.list_page import front_page, section_page
from newsroom.odd_page import odd_page
from newsroom.outlet import Odd, Outlet
from newsroom.scripted_page import SCRIPT, shell, story_json
from newsroom.server import Response, tag_of
from newsroom.sitemap import gzipped_sitemap, news_sitemap, sitemap_index
from newsroom.truth import PageTruth

FEEDS = {
    "rss": ("/rss.xml", "application/rss+xml", rss),
    "atom": ("/atom.xml", "application/atom+xml", atom),
    "json": ("/feed.json", "application/feed+json", json_feed),
}
XML = "application/xml"


@dataclass(frozen=True)
class Site:
    """Responses by path, and the truth of every URL that the outlet links."""

    responses: Mapping[str, Response]
    truth: tuple[PageTruth, ...]

    def response(self, path: str) -> Response | None:
        return self.responses.get(path.partition("?")[0])


def build_site(
    outlet: Outlet,
    stories: Sequence[Publication],
    home: str,
    editions: Sequence[datetime],
    seed: int,
    scripted: bool = False,
) -> Site:
    """The site as it stands when the last of `editions` is out. `home` ends in a slash."""
    printer = _Printer(outlet, stories, home, editions, seed, scripted)
    return Site(dict(printer.responses()), tuple(printer.truth()))


@dataclass(frozen=True)
class _Printer:
    outlet: Outlet
    stories: Sequence[Publication]
    home: str
    editions: Sequence[datetime]
    seed: int
    scripted: bool

    def responses(self) -> Iterator[tuple[str, Response]]:
        yield "/robots.txt", Response(body=self._robots().encode(), content_type="text/plain")
        newest = max(story.changed for story in self.stories)
        yield "/", self._html(front_page(self.outlet, self.stories), newest)
        for section in self.outlet.sections:
            html = section_page(self.outlet, section, self.stories)
            yield quote(f"/section/{section}"), self._html(html, newest)
        for name in self.outlet.feeds:
            path, content_type, write = FEEDS[name]
            text = write(self.outlet, self.home, list(self._entries()))
            yield path, self._response(text.encode(), content_type, newest)
        yield from self._sitemaps(newest)
        for story in self.stories:
            yield from self._scripted(story) if self.scripted else self._pages_of(story)
        for odd in self.outlet.odd:
            if odd.kind != "missing":
                yield odd.path, self._odd(odd, newest)

    def truth(self) -> Iterator[PageTruth]:
        for story in self.stories:
            page = self._truth_of(story)
            yield page
            for variant in self._variants(story):
                yield replace(page, url=f"{page.canonical_url}/{variant}", expected="variant", promos=())
        for odd in self.outlet.odd:
            yield self._truth_of_odd(odd)

    def _robots(self) -> str:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in self.outlet.disallow)]
        if self.outlet.crawl_delay:
            lines.append(f"Crawl-delay: {self.outlet.crawl_delay:g}")
        lines += [f"Sitemap: {self._url(path)}" for path, _ in self._sitemaps(self.editions[0])]
        return "\n".join(lines) + "\n"

    def _sitemaps(self, newest: datetime) -> Iterator[tuple[str, Response]]:
        entries = list(self._entries())
        if "news" in self.outlet.sitemaps:
            yield "/news-sitemap.xml", self._response(news_sitemap(self.outlet, entries), XML, newest)
        if "index" in self.outlet.sitemaps:
            index = sitemap_index([self._url("/sitemaps/stories.xml.gz")])
            yield "/sitemap-index.xml", self._response(index, XML, newest)
            yield (
                "/sitemaps/stories.xml.gz",
                self._response(gzipped_sitemap(entries), "application/gzip", newest),
            )

    def _entries(self) -> Iterator[Entry]:
        for story in self.stories:
            url = self._url(story.path) + self.outlet.tracking
            summary = story.paragraphs[0][:120]
            yield Entry(url, story.title, story.published, story.modified, summary)
            for variant in self._variants(story):
                variant_url = f"{self._url(story.path)}/{variant}"
                yield Entry(variant_url, story.title, story.published, story.modified)
        for odd in self.outlet.odd:
            yield Entry(self._url(odd.path), odd.title, self.editions[0], self.editions[0])

    def _pages_of(self, story: Publication) -> Iterator[tuple[str, Response]]:
        others = [other for other in self.stories if other is not story and other.story.held == 1]
        teased = random.Random(f"{self.seed}:{story.path}").sample(others, k=min(4, len(others)))
        html = article_page(story, self.home, teased, self.seed)
        yield story.path, self._html(html, story.changed)
        if story.story.amp:
            yield f"{story.path}/amp", self._html(amp_page(story, self.home), story.changed)
        if story.story.print:
            yield f"{story.path}/print", self._html(print_page(story, self.home), story.changed)

    def _scripted(self, story: Publication) -> Iterator[tuple[str, Response]]:
        yield story.path, self._html(shell(self.outlet), story.changed)
        yield (
            f"{story.path}.json",
            Response(body=story_json(story, self.seed), content_type="application/json"),
        )
        yield "/app.js", Response(body=SCRIPT.encode(), content_type="text/javascript")

    def _odd(self, odd: Odd, newest: datetime) -> Response:
        if odd.kind == "moved":
            return Response(body=b"", status=301, headers={"Location": self._path_of(odd.story)})
        return self._html(odd_page(self.outlet, odd, self.stories), newest)

    def _truth_of(self, story: Publication) -> PageTruth:
        url = self._url(story.path)
        blocks = body_blocks(story, self.seed)
        return PageTruth(
            url=url,
            canonical_url=url,
            outlet=self.outlet.name,
            expected="article",
            story_id=story.story.id,
            edit=story.edit,
            title=story.title,
            paragraphs=story.visible,
            promos=tuple(block.text for block in blocks if block.promo),
            wall="paywall" if story.story.paywalled else "none",
            language=self.outlet.language,
            authors=(story.story.author,),
        )

    def _truth_of_odd(self, odd: Odd) -> PageTruth:
        url = self._url(odd.path)
        if odd.kind == "moved":
            target = self._url(self._path_of(odd.story))
            return PageTruth(url=url, canonical_url=target, outlet=self.outlet.name, expected="moved")
        expected = {"disallowed": "blocked", "missing": "failed"}.get(odd.kind, "rejected")
        return PageTruth(
            url=url, canonical_url=url, outlet=self.outlet.name, expected=expected, reason=odd.kind
        )

    def _variants(self, story: Publication) -> Iterator[str]:
        if story.story.amp:
            yield "amp"
        if story.story.print:
            yield "print"

    def _path_of(self, story_id: str) -> str:
        return next(story.path for story in self.stories if story.story.id == story_id)

    def _url(self, path: str) -> str:
        return urljoin(self.home, path)

    def _html(self, html: str, changed: datetime) -> Response:
        charset = self.outlet.charset
        return self._response(
            html.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}", changed
        )

    def _response(self, body: bytes, content_type: str, changed: datetime) -> Response:
        validators = self.outlet.validators
        return Response(
            body=body,
            content_type=content_type,
            etag=tag_of(body) if validators in ("etag", "both") else None,
            last_modified=changed if validators in ("modified", "both") else None,
        )
