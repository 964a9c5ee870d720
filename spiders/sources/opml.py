"""OPML 2.0 subscription lists: feeds out, feeds in.

Observed: names of elements and attributes in any case, URLs of the scheme `feed:` (`feed://host/…`,
`feed:https://host/…`), bare ampersands in titles and URLs, feeds twice, and outlines whose URL is
none. All that states a feed is read; what cannot be used is reported to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from spiders.discovery.xml_documents import local
from spiders.encodings.xml_encoding import to_utf8
from spiders.identity.urls import UrlError, normalise
from spiders.sources.source import Source
from warehouse.base.errors import CopydeskError

MAX_OPML_BYTES = 10_000_000
_FEED_TYPES = frozenset({"rss", "atom", "feed"})
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


class NotOpml(CopydeskError):
    """A file that is no subscription list."""

    def __init__(self, path: Path, problem: str):
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: not an OPML subscription list: {self.problem}"


@dataclass(frozen=True)
class Subscription:
    """One feed of a list, with its site where the list states it."""

    feed: str
    site: str | None


def read_opml(path: Path, on_left_out: Callable[[str], None] = lambda line: None) -> list[Subscription]:
    """The feeds of a list, groups flattened, each once. Raises NotOpml.

    `on_left_out` gets a line for every outline that states a feed and gives none.
    """
    found: dict[str, Subscription] = {}
    for outline in _outlines(path):
        stated = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        written = stated.get("xmlurl")
        feed = _url(written)
        name = stated.get("title") or stated.get("text") or ""
        if feed is None:
            if written is not None or stated.get("type", "").lower() in _FEED_TYPES:
                on_left_out(f"{name!r}: its xmlUrl {written or ''!r} is not an http or https URL")
        elif feed in found:
            on_left_out(f"{name!r}: {feed} is in the list twice")
        else:
            found[feed] = Subscription(feed, _url(stated.get("htmlurl")))
    if not found:
        raise NotOpml(path, "no outline has a usable xmlUrl")
    return list(found.values())


def _outlines(path: Path) -> list[etree._Element]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise NotOpml(path, str(error)) from error
    if len(body) > MAX_OPML_BYTES:
        raise NotOpml(path, f"more than {MAX_OPML_BYTES} bytes")
    plain, _ = to_utf8(body)
    text = _BARE_AMPERSAND.sub(b"&amp;", plain[max(plain.find(b"<"), 0) :])
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise NotOpml(path, str(error)) from error
    if root is None or local(root) != "opml":
        raise NotOpml(path, "its root is not opml")
    return [element for element in root.iter(etree.Element) if local(element) == "outline"]


def write_opml(sources: Iterable[Source]) -> bytes:
    """A list of every feed of the sources."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "copydesk sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        for feed in source.feeds:
            etree.SubElement(body, "outline", type="rss", text=source.name, xmlUrl=feed, htmlUrl=source.home)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _url(written: str | None) -> str | None:
    url = (written or "").strip()
    if url[:5].lower() == "feed:":
        rest = url[5:]
        url = rest if rest.lower().startswith(("http://", "https://")) else f"http:{rest}"
    try:
        return normalise(url)
    except UrlError:
        return None
