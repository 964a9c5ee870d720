"""Which of an entry's links is the article, and what else the entry says of it.

RSS and RDF, first that is a usable URL:
1. `feedburner:origLink`, the URL before FeedBurner's redirect;
2. that `link` which `guid` repeats; else the first `link`, unless it is the channel's own and a `guid` is an
URL;
3. `guid` and `id`, where they are an http URL and are not said to be none (`isPermaLink="false"`);
4. an Atom link in the entry, as below; it never overrides `link`;
5. `rdf:about`, which RSS 1.0 has beside `link`.

Atom: the first `link` whose `rel` is `alternate` or missing and whose type is HTML or missing, parameters of
the type left aside; else the first alternate of another type; else HTML `content` that stands elsewhere
(`src`); else `id` where it is an http URL. Links of `source`, `self`, `enclosure`, `via` and others are
never the article.

Known exception: a feed that has the article as `via` or `related` and its own note as `alternate`; the note
is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from spiders.discovery.links import Link, one_line, url_in
from spiders.discovery.plain_text import plain_text
from spiders.discovery.xml_documents import BASE, XML, XmlDocument, local, namespace

_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_IANA = "http://www.iana.org/assignments/relation/"
_PUBLISHED = ("pubdate", "published", "issued", "created", "date")
_MAX_CHILDREN = 1_000
_MODIFIED = ("updated", "modified", "lastmod")


def feed_link(entry: etree._Element, document: XmlDocument, url: str) -> Link:
    """The link of one entry of the feed fetched from `url`; its URL "" where it has none."""
    channel = _channel(document)
    fields = _Fields(entry)
    found = _atom_url(fields) if local(entry) == "entry" else _rss_url(fields, channel)
    return Link(
        url=_absolute(found, url) if found is not None else "",
        title=one_line(plain_text(fields.text("title"))),
        published=one_line(fields.text(*_PUBLISHED)),
        modified=one_line(fields.text(*_MODIFIED)),
        language=one_line(fields.text("language") or entry.get(f"{XML}lang") or _language(document, channel)),
        authors=tuple(_authors(fields))[:20],
        summary=one_line(plain_text(fields.text("summary", "description"))),
        site_name=one_line(plain_text(_child_text(channel, "title"))),
    )


def home_of(document: XmlDocument, url: str) -> str | None:
    """The URL of the site that a feed fetched from `url` says it is of; None where it says nothing."""
    channel = _channel(document)
    if channel is None:
        return None
    fields = _Fields(channel)
    texts = [(_url(child), child) for child in fields.own("link") if _is_usable(_url(child))]
    found = next(iter(texts), None) or _alternate(fields.all("link"))
    return _absolute(found, url) if found else None


class _Fields:
    """The children of an entry by name; those of the entry's own namespace before those of others."""

    def __init__(self, entry: etree._Element) -> None:
        own = namespace(entry)
        children = [child for child in islice(entry, _MAX_CHILDREN) if isinstance(child.tag, str)]
        self.entry = entry
        self._children = sorted(children, key=lambda child: namespace(child) not in (own, None))
        self._own = own

    def all(self, name: str) -> list[etree._Element]:
        return [child for child in self._children if local(child) == name]

    def own(self, name: str) -> list[etree._Element]:
        """Those of the entry's own namespace or of none."""
        return [child for child in self.all(name) if namespace(child) in (self._own, None)]

    def foreign(self, name: str) -> list[etree._Element]:
        return [child for child in self.all(name) if namespace(child) not in (self._own, None)]

    def text(self, *names: str) -> str | None:
        """The text of the first child of one of the names that has one."""
        texts = (_text(child) for name in names for child in self.all(name))
        return next((text for text in texts if text), None)


Candidate = tuple[str, etree._Element]


def _rss_url(fields: _Fields, channel: etree._Element | None) -> Candidate | None:
    original = [(_url(child), child) for child in fields.all("origlink")]
    links = [(_url(child), child) for child in fields.own("link") if not child.get("rel")]
    links = [link for link in links if link[0]]
    guids = [
        (_url(child), child) for name in ("guid", "id") for child in fields.all(name) if _is_permalink(child)
    ]
    repeated = [link for link in links if link[0] in {guid for guid, _ in guids}]
    home = _child_text(channel, "link")
    if guids and len(links) == 1 and links[0][0] == home != guids[0][0]:
        links = []
    for candidates in (original, repeated, links, guids):
        usable = next((found for found in candidates if _is_usable(found[0])), None)
        if usable:
            return usable
    return _alternate([*fields.foreign("link"), *fields.own("link")]) or _about(fields.entry)


def _about(entry: etree._Element) -> Candidate | None:
    about = (entry.get(_RDF_ABOUT) or "").strip()
    return (about, entry) if _is_usable(about) else None


def _atom_url(fields: _Fields) -> Candidate | None:
    original = [(_url(child), child) for child in fields.all("origlink")]
    if original and _is_usable(original[0][0]):
        return original[0]
    found = _alternate(fields.own("link"))
    if found:
        return found
    elsewhere = [
        (child.get("src") or "", child)
        for child in fields.own("content")
        if _media_type(child) in _HTML_TYPES - {""}
    ]
    texts = [(_url(child), child) for child in fields.own("link") if not child.get("href")]
    ids = [
        (_url(child), child) for name in ("id", "guid") for child in fields.all(name) if _is_permalink(child)
    ]
    return next((found for found in (*elsewhere, *texts, *ids) if _is_usable(found[0])), None)


def _alternate(links: list[etree._Element]) -> Candidate | None:
    """The first alternate in HTML, else the first of another type."""
    alternates = [link for link in links if _relation(link) == "alternate" and link.get("href")]
    alternates.sort(key=lambda link: _media_type(link) not in _HTML_TYPES)
    return next(
        ((link.get("href") or "", link) for link in alternates if _is_usable(link.get("href") or "")), None
    )


def _relation(link: etree._Element) -> str:
    return (link.get("rel") or "alternate").strip().lower().removeprefix(_IANA)


def _media_type(link: etree._Element) -> str:
    return (link.get("type") or "").partition(";")[0].strip().lower()


def _is_usable(url: str) -> bool:
    """Whether a URL may lead to a page: http, https, or relative to what does."""
    scheme, colon, _ = url.strip().partition(":")
    is_other = bool(colon) and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum()
    return bool(url.strip()) and (not is_other or scheme.lower() in ("http", "https"))


def _is_permalink(identifier: etree._Element) -> bool:
    stated = (identifier.get("isPermaLink") or identifier.get("ispermalink") or "true").strip().lower()
    return stated != "false" and _url(identifier).lower().startswith(("http://", "https://"))


def _absolute(found: Candidate, url: str) -> str:
    """A URL as its place in the document resolves it (xml:base, RFC 4287, 2); `www.` begins a host."""
    written, element = found
    written = f"//{written}" if written.lower().startswith("www.") else written
    bases = [base for parent in (element, *element.iterancestors()) if (base := parent.get(BASE))]
    try:
        base = url
        for step in reversed(bases):
            base = urljoin(base, step)
        return urljoin(base, written)
    except ValueError:
        return written


def _url(element: etree._Element) -> str:
    """The URL that is an element's text; behind `<link/>`, as HTML serialises it, what follows."""
    return url_in(_text(element) or (_behind(element) if local(element) == "link" else ""))


def _behind(element: etree._Element) -> str:
    following = "" if element.get("href") else (element.tail or "").strip()
    return following if following.startswith(("http://", "https://")) else ""


def _authors(fields: _Fields) -> Iterator[str]:
    for child in (*fields.all("author"), *fields.all("creator")):
        name = one_line(plain_text(_child_text(child, "name") or _text(child)))
        if name:
            yield name


def _channel(document: XmlDocument) -> etree._Element | None:
    if document.head is None or local(document.head) == "feed":
        return document.head
    return _child(document.head, "channel")


def _language(document: XmlDocument, channel: etree._Element | None) -> str | None:
    stated = (parent.get(f"{XML}lang") for parent in (channel, document.head) if parent is not None)
    return _child_text(channel, "language") or next(filter(None, stated), None)


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    children = parent if parent is not None else ()
    return next((child for child in children if isinstance(child.tag, str) and local(child) == name), None)


def _child_text(parent: etree._Element | None, name: str) -> str | None:
    child = _child(parent, name)
    return _text(child) if child is not None else None


def _text(element: etree._Element) -> str | None:
    return "".join(str(part) for part in element.itertext()).strip() or None
