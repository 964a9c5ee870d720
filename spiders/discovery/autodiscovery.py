"""What a site offers to be watched by: feeds that its pages name, and URLs worth a try.

Observed: feeds are named by `link rel=alternate` with a type of RSS, Atom, RDF or JSON, with parameters
behind it, as `text/xml` or plain `application/json`, and in the header `Link` (RFC 8288); relative to `base`.
CMSs name a second feed, of the comments (`/comments/feed/`, title "Comments Feed"). The rule: a feed is one
of comments where a whole part of its path, or its title, says so: `/commentisfree/` is none. A type that
other documents have too (`text/xml`, `application/json`: oEmbed, WordPress' API) counts where path or title
say feed, RSS or Atom; what it names is read before it is chosen, so a mistake costs a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from w3lib.html import get_base_url

from spiders.discovery.documents import Document
from spiders.discovery.html_page import MAX_FRONT_BYTES, html_page
from spiders.discovery.kinds import KINDS, kind_of
from spiders.identity.urls import UrlError, resolve

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x.atom+xml",
        "application/x-atom+xml",
        "text/rss+xml",
        "text/rss",
        "text/atom+xml",
    }
)
_BROAD_TYPES = frozenset({"application/json", "text/xml", "application/xml"})
_FEED_WORDS = re.compile(r"\b(feeds?|rss|atom)\b", re.IGNORECASE)
_COMMENTS = re.compile(
    r"/(comments?|kommentare?|commentaires|comentarios)(/|\.|$)|[?&]feed=comments|withcomments", re.IGNORECASE
)
_COMMENTS_TITLE = re.compile(r"\b(comments?( feed| on)|kommentar-?feed|kommentare)\b", re.IGNORECASE)
_LINK_HEADER = re.compile(r"<([^>]{1,2000})>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")


def named_feeds(body: bytes, url: str, link_headers: Iterable[str] = ()) -> list[Document]:
    """The feeds that a page names in its order, those of `Link` headers first, those of comments left out."""
    named = [*_in_headers(link_headers, url), *_in_page(body, url)]
    found = [document for link, base in named for document in _document("feed", link, base)]
    return list({document.url: document for document in found}.values())


def named_hubs(body: bytes, link_headers: Iterable[str] = ()) -> list[str]:
    """The WebSub hubs that a feed names (W3C WebSub, 4), in `Link` headers and its first 20,000 bytes."""
    headers = [link for link, stated in _parameters(link_headers) if "hub" in stated.get("rel", "").split()]
    tags = re.findall(rb"<(?:[\w.-]+:)?link\b[^>]{0,1000}>", body[:20_000])
    hubs = [tag for tag in tags if re.search(rb"rel\s*=\s*[\"']hub[\"']", tag)]
    hrefs = (re.search(rb"href\s*=\s*[\"']([^\"']+)", tag) for tag in hubs)
    return list(
        dict.fromkeys([*headers, *(found[1].decode("utf-8", "replace") for found in hrefs if found)])
    )[:5]


def _in_headers(link_headers: Iterable[str], url: str) -> Iterator[tuple[str, str]]:
    for link, stated in _parameters(link_headers):
        if _is_feed(link, stated.get("rel", ""), stated.get("type", ""), stated.get("title", "")):
            yield link, url


def _parameters(link_headers: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for header in link_headers:
        for link, parameters in _LINK_HEADER.findall(header[:20_000]):
            yield link, {name.lower(): a or b for name, a, b in _PARAMETER.findall(parameters)}


def _in_page(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    page = html_page(body)
    if page is None:
        return
    base = get_base_url(body[:MAX_FRONT_BYTES], url)
    for link in page.root.iterfind(".//link[@href]"):
        stated = [(link.get(name) or "").strip() for name in ("href", "rel", "type", "title")]
        if _is_feed(*stated):
            yield stated[0], base


def _is_feed(url: str, rel: str, media_type: str, title: str) -> bool:
    kind = media_type.partition(";")[0].strip().lower()
    says_feed = bool(_FEED_WORDS.search(f"{urlsplit(url).path} {urlsplit(url).query} {title}"))
    is_feed = kind in _FEED_TYPES or (kind in _BROAD_TYPES and says_feed) or "feed" in rel.lower().split()
    of_comments = _COMMENTS.search(url) or _COMMENTS_TITLE.search(title)
    return bool(is_feed and not of_comments and {"alternate", "feed"} & set(rel.lower().split()))


def named_sitemaps(sitemaps: tuple[str, ...], home: str) -> list[Document]:
    """The sitemaps that robots.txt names."""
    found = ((kind_of("sitemaps", sitemap).name, sitemap) for sitemap in sitemaps[:20])
    return [document for kind, sitemap in found for document in _document(kind, sitemap, home)]


def common_paths(home: str) -> Iterator[Document]:
    """Where documents of each kind stand on many sites."""
    for kind in KINDS:
        for path in kind.paths:
            yield from _document(kind.name, urljoin(home, path), home)


def _document(kind: str, url: str, base: str) -> list[Document]:
    try:
        return [Document(resolve(url, base), kind)]
    except UrlError:
        return []
