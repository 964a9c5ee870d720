"""An XML document of any dialect, read entry by entry: the newest of them, each on its own.

The root says what a document is, whatever the operator took it for: sites return a feed where a sitemap
was looked for and the other way round. Text or a script before the root (a PHP warning, an injected
`<script>`) is passed over. HTML, OPML, CDF and OpenSearch descriptions are named for what they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import quoteattr

from lxml import etree

from spiders.discovery.elements import (
    MAX_PREFIXES,
    MAX_REPAIRED_BYTES,
    Context,
    element_of,
    repaired,
)
from spiders.discovery.entries import Entries, find_entries
from spiders.discovery.links import UnreadableDocument
from spiders.discovery.newest import SortKey, sort_key
from spiders.discovery.timestamps import read_timestamp
from warehouse.values import FetchReason

MAX_SILENT_BYTES = 1_000_000
"""A longer document without an entry is a trap and no empty feed."""
MAX_BROKEN_BYTES = 2_000_000
_HEAD_BYTES = 200_000
_MAX_DATES = 20
_ROOT = re.compile(
    rb"<(?:[\w.-]+:)?(?P<name>rss|feed|entry|rdf|urlset|sitemapindex|html|opml|opensearchdescription|channel)(?=[\s>/])",
    re.IGNORECASE,
)
_OTHERS = {
    "html": "an HTML page",
    "opml": "an OPML list; `copydesk sources import` reads it",
    "opensearchdescription": "an OpenSearch description of a search form",
    "channel": "a CDF channel, a format of 1997 that is not read",
}
_ENTRIES = {
    "rss": ("item", "entry"),
    "feed": ("entry", "item"),
    "entry": ("entry",),
    "rdf": ("item",),
    "urlset": ("url", "sitemap"),
    "sitemapindex": ("sitemap", "url"),
}
_SITEMAP = re.compile(rb"<(?:[\w.-]+:)?sitemap[\s/>]", re.IGNORECASE)
_DATES = re.compile(
    rb"<(?:[\w.-]+:)?(?:pubdate|published|publication_date|lastmod|updated|modified|issued|created|date)(?:\s[^<>]*)?>"
    rb"\s*(?:<!\[CDATA\[)?\s*([^<\]]{4,60})",
    re.IGNORECASE,
)
_URL = re.compile(rb"https?://[^\s<>\"'\]]{1,2000}")
_ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]{1,60})\s")


@dataclass(frozen=True)
class XmlDocument:
    """A document whose entries are found: its root's name, what stands before them, and where they are."""

    body: bytes
    root: str
    head: etree._Element | None
    context: Context
    entries: Entries
    notes: tuple[str, ...]

    @property
    def lists_sitemaps(self) -> bool:
        """Whether its entries are further sitemaps, whichever of the two roots a sitemap has."""
        is_sitemap = self.root in ("urlset", "sitemapindex") and len(self.entries) > 0
        return is_sitemap and _SITEMAP.match(self.body, self.entries.starts[0]) is not None

    def sketches(self) -> list[SortKey]:
        """What each entry is ordered by."""
        return [self._sketch(start, end) for start, end in self._spans()]

    def urls(self) -> list[str]:
        """The first URL in each entry, as it is written."""
        return [self._url(start, end) for start, end in self._spans()]

    def elements(self, places: Iterable[int]) -> Iterator[tuple[etree._Element | None, bool]]:
        """The entries at the places, None for those that cannot be read, and whether each is broken.

        Of a document with more than MAX_BROKEN_BYTES of broken entries the others of them are given up.
        """
        left = MAX_BROKEN_BYTES
        for place in places:
            entry = self.body[self.entries.starts[place] : self.entries.ends[place]]
            element = element_of(entry, self.context)
            is_broken = element is None
            if is_broken and left > 0:
                left -= min(len(entry), MAX_REPAIRED_BYTES)
                element = repaired(entry, self.context)
            yield element, is_broken

    def _spans(self) -> Iterator[tuple[int, int]]:
        return zip(self.entries.starts, self.entries.ends, strict=True)

    def _sketch(self, start: int, end: int) -> SortKey:
        dates = islice(_DATES.finditer(self.body, start, end), _MAX_DATES)
        written = (found[1].decode("ascii", "replace") for found in dates)
        return sort_key(self._url(start, end), map(read_timestamp, written))

    def _url(self, start: int, end: int) -> str:
        found = _URL.search(self.body, start, end)
        return found[0].decode("utf-8", "replace") if found else ""


def read_xml(body: bytes, url: str, reason: FetchReason) -> XmlDocument:
    """The document of a body in UTF-8. Raises UnreadableDocument: `reason` where it is no feed and no
    sitemap."""
    found = _ROOT.search(body, 0, MAX_SILENT_BYTES)
    root = found["name"].decode().lower() if found else ""
    if found is None or root in _OTHERS:
        what = _OTHERS.get(root, "neither RSS, RDF, Atom, JSON Feed nor a sitemap; check the URL")
        raise UnreadableDocument(url, reason, f"it is {what}" if root else what)
    entries = find_entries(body, _ENTRIES[root], url)
    if not entries:
        _refuse_silence(body, root, url, reason)
    head = _head(body[found.start() : entries.starts[0] if entries else None])
    declared = {name.decode() for name in _ENTITY.findall(body[: found.start()])}
    return XmlDocument(
        body, root, head, _context(head, declared), entries, tuple(_notes(body, found, entries))
    )


def _refuse_silence(body: bytes, root: str, url: str, reason: FetchReason) -> None:
    if len(body) > MAX_SILENT_BYTES:
        raise UnreadableDocument(url, FetchReason.TOO_LARGE, f"no entry in {len(body)} bytes")
    if root == "rdf" and b"rss" not in body[:2_000].lower() and b"channel" not in body.lower():
        raise UnreadableDocument(url, reason, "RDF without a channel is not a feed")


def _notes(body: bytes, root: re.Match[bytes], entries: Entries) -> Iterator[str]:
    before = re.sub(
        rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>",
        b"",
        body[: root.start()][:10_000],
        flags=re.S,
    )
    if before.replace(codecs.BOM_UTF8, b"").strip():
        yield "text before the XML was ignored"
    if entries.is_cut_off:
        yield "the document is truncated; its last entry was left out"


def _head(markup: bytes) -> etree._Element | None:
    """The root with what stands before the first entry, as far as it can be read."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    with suppress(etree.XMLSyntaxError):
        root: etree._Element | None = etree.fromstring(
            markup[:_HEAD_BYTES].decode("utf-8", "replace"), parser
        )
        return root
    return None


def _context(head: etree._Element | None, declared: set[str]) -> Context:
    if head is None:
        return Context(declared=declared)
    parents = [head, *(child for child in head if local(child) == "channel")]
    every = (pair for parent in parents for pair in parent.nsmap.items())
    namespaces = dict(islice(every, MAX_PREFIXES))
    attributes = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in namespaces.items()}
    bases = [base for parent in parents if (base := parent.get(BASE))]
    if bases:
        attributes["xml:base"] = bases[0]
    return Context(
        " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items()),
        tuple(prefix for prefix in namespaces if prefix),
        declared,
    )


XML = "{http://www.w3.org/XML/1998/namespace}"
BASE = f"{XML}base"


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, in lower case.

    Recovery from broken markup leaves names that are none, at which `etree.QName` raises.
    """
    return str(element.tag).rpartition("}")[2].lower()


def namespace(element: etree._Element) -> str | None:
    """The namespace of an element's name."""
    return str(element.tag).rpartition("}")[0][1:] or None
