"""Articles in parts: which part of an article a page holds, and where the others are.

Theory. Long articles are cut into pages of one URL with a number at its end (WordPress does so at
`<!--nextpage-->`), and link them by `rel=next` and `rel=prev`, or by a row of numbers. `rel=next` also leads
to the next story of an archive; so only a URL that continues this page's own, or that this one continues,
counts. The first part has the URL without a number; where it has one all the same (`?page=1`), it is found to
repeat the text (`flows/stages/join_parts.py`). Pages of comments are numbered likewise; links among comments
are left out. Known exceptions: parts that a script loads, parts whose URLs have names in place of numbers. A
mistake costs some requests, bounded by MOST_PARTS, or a remark too many or too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.post_elements import are_comments
from spiders.extraction.model import Refusal
from spiders.identity.parts import ArticlePart, number_after, page_key, without_number
from spiders.identity.urls import UrlError, resolve

_ROW = re.compile(
    r"page-?links|post-page|page-?numbers|pagination|pager\b|pag(?:e|ing)-?nav|multi-?page", re.I
)
_DIGITS = re.compile(r"\s*\d{1,2}\s*")
_LIVE = b"LiveBlogPosting"
"""The pages of a live blog are no parts: what stands on which moves with every update."""
_HREF = re.compile(rb"href\s*=\s*[\"']?\s*([^\"'\s>]{1,2000})", re.IGNORECASE)
_RELATIVE = re.compile(rb"href=[\"']?(?:\?|\./|\d)")
_NUMBER_NEXT = re.compile(
    rb"(?:\.\w{3,5})?(?:[/_,.-]|/\w{4,6}[/-]|-page-|[?&](?:amp;)?\w{1,6}=)?\d{1,2}(?!\d)"
)
_ENDS_IN_NUMBER = re.compile(rb"\d(?:\.\w{3,5})?/?$")
_NUMBER_AT_END = re.compile(r"\d(?:\.\w{3,5})?/?$")
MAX_END_CHARS = 9
"""Characters that `_NUMBER_AT_END` takes at most, a line's end with them."""
_RELATIONS = frozenset({"next", "prev"})


def part_of(tree: html.HtmlElement, url: str) -> ArticlePart | None:
    """Which part of an article the page at `url` is; None where it links no other part."""
    linked = dict.fromkeys(_resolved(_links(tree, _slug(url)), url))
    first = next((link for link in linked if number_after(link, url)), None) or _without_number(url, linked)
    if first is None:
        return None
    others = {number: link for link in linked if (number := number_after(first, link))}
    others |= {0: first} if first in linked else {}
    own = number_after(first, url) or 0
    others.pop(own, None)
    return ArticlePart(first, own, tuple(sorted(others.items()))) if others else None


def parts_linked(body: bytes, url: str, content_type: str | None) -> ArticlePart | None:
    """The same of a page that is not parsed; hardly any page is, since few link a URL like their own."""
    slug = _slug(url)
    if _LIVE in body or not _is_worth_reading(body, slug.encode()):
        return None
    numbered = {
        href.decode("ascii", "replace") for href in _HREF.findall(body) if _ENDS_IN_NUMBER.search(href)
    }
    links = list(_resolved((unescape(href) for href in numbered if _may_continue(href, slug)), url))
    if not any(number_after(url, link) or number_after(without_number(url), link) for link in links):
        return None
    tree = parse(body, content_type)
    return None if isinstance(tree, Refusal) else part_of(tree, url)


def _without_number(url: str, linked: Iterable[str]) -> str | None:
    """The URL of the first part where the page links only those that follow."""
    if any(number_after(url, link) for link in linked):
        return url
    stem = without_number(url)
    return stem if stem != url and any(number_after(stem, link) for link in linked) else None


def _slug(url: str) -> str:
    """What stands in every link to a part that is not relative; nothing where it may be written otherwise."""
    path, _, query = page_key(without_number(url)).partition("?")
    last = query.rpartition("&")[2] or path.rpartition("/")[2]
    return "" if "%" in last else last


def _is_worth_reading(body: bytes, slug: bytes) -> bool:
    """Whether a page may link a part: a number follows its own name somewhere, or a link is relative."""
    if not slug or _RELATIVE.search(body):
        return True
    return any(_NUMBER_NEXT.match(following) for following in body.split(slug)[1:])


def _may_continue(href: str, slug: str) -> bool:
    """Whether a link is worth a closer look: most pages have hundreds that are not."""
    return slug in href or "/" not in href.rstrip("/")


def _links(tree: html.HtmlElement, slug: str) -> Iterator[str]:
    for link in tree.iter("link", "a"):
        href = link.get("href")
        if href and _may_continue(href, slug) and _leads_to_part(link, href):
            yield href


def _leads_to_part(link: html.HtmlElement, href: str) -> bool:
    """Whether a link says that it leads to another page of the same: by its relation, as one of a row."""
    rel = link.get("rel")
    is_related = rel is not None and not _RELATIONS.isdisjoint(rel.lower().split())
    if link.tag == "link" or is_related:
        return is_related
    has_number = _NUMBER_AT_END.search(href[-MAX_END_CHARS:]) is not None
    is_number = _DIGITS.fullmatch(text_of(link) if has_number else link.text or "") is not None
    if not is_number and not (has_number and _is_in_row(link)):
        return False
    return not any(map(are_comments, (link, *link.iterancestors())))


def _is_in_row(link: html.HtmlElement) -> bool:
    around = link
    for _ in range(4):
        if _is_row(around.get("class") or ""):
            return True
        if (parent := around.getparent()) is None:
            break
        around = parent
    return False


@lru_cache(maxsize=3_000)
def _is_row(classes: str) -> bool:
    """Whether a class tells a row of pages; the same few stand on all pages of a site."""
    return _ROW.search(classes) is not None


def _resolved(links: Iterable[str], url: str) -> Iterator[str]:
    for link in links:
        try:
            yield resolve(link, url)
        except UrlError:
            continue
