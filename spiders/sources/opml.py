"""OPML 2.0 subscription lists: feeds out, feeds in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from spiders.sources.source import Source
from spiders.urls import UrlError, normalise
from warehouse.errors import CopydeskError

MAX_OPML_BYTES = 10_000_000


class NotOpml(CopydeskError):
    """A file that is no subscription list."""

    def __init__(self, path: Path, problem: str):
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: is no OPML subscription list: {self.problem}"


@dataclass(frozen=True)
class Subscription:
    """One feed of a list, with its site where the list states it."""

    feed: str
    site: str | None


def read_opml(path: Path) -> list[Subscription]:
    """The feeds of a list, groups flattened, each once, without unusable addresses. Raises NotOpml."""
    try:
        body = path.read_bytes()[:MAX_OPML_BYTES]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(body, parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise NotOpml(path, str(error)) from error
    found: dict[str, Subscription] = {}
    for outline in root.iter("outline"):
        feed = _address(outline.get("xmlUrl"))
        if feed and feed not in found:
            found[feed] = Subscription(feed, _address(outline.get("htmlUrl")))
    if not found:
        raise NotOpml(path, "no outline has an xmlUrl")
    return list(found.values())


def write_opml(sources: Iterable[Source]) -> bytes:
    """A list of every feed of the sources."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "copydesk sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        for feed in source.feeds:
            etree.SubElement(body, "outline", type="rss", text=source.name, xmlUrl=feed, htmlUrl=source.home)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _address(written: str | None) -> str | None:
    try:
        return normalise(written or "")
    except UrlError:
        return None
