"""Which links of a front page or section lead to articles.

Observed: an article's URL ends in a slug of several words, carries a date or a long number, and is
linked with its headline; navigation has short words in URL and text. The rule: points for each sign,
a refusal for words that name lists, accounts and media, and two points make an article.
Measured on the 348 articles of the corpus (benchmarks/crawl/links.py): 93 % are known by their URL
alone, more than 99 % with their headline; of the links in navigation, headers and footers 12 % are taken, not
all of them wrongly. Known exceptions:
sites with one-word slugs and bare short numbers are found only by their headlines; a long static page
("our-editorial-guidelines-and-standards") counts as an article and is found out at extraction.

A miss costs an article when no feed has it; a false alarm costs one request, once: it is recorded and not
requested again soon. So the rule leans to yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import html

from spiders.discovery.html_page import html_page
from spiders.discovery.links import DocumentLinks, Link, UnreadableDocument, one_line
from spiders.identity.urls import UrlError, resolve, site_of
from warehouse.values import FetchReason

MAX_ANCHORS = 5_000
_DATE = re.compile(r"/(19|20)\d\d[/-]?(0?[1-9]|1[0-2])([/-]?([0-2]?\d|3[01]))?(/|-|$)|/(19|20)\d\d/[a-z]{3}/")
_NUMBER = re.compile(r"\d{5,}")
_LISTS = re.compile(
    r"/(tags?|topics?|themen|categor(y|ies|ia)|kategorie|authors?|autor(en)?|by|profile|page|seite|search|suche"
    r"|login|signin|sign-in|register|account|subscribe|abo|newsletters?|about|contact|kontakt|impressum|privacy"
    r"|datenschutz|terms|agb|cookies?|faq|advertis\w+|rss|feeds?|archive|sitemap|podcasts?)(/|$)",
    re.IGNORECASE,
)
"""Words of a URL that no article stands below."""
_DESKS = re.compile(r"/(people|legal|help|jobs|careers|shop|store|games|weather|wetter)(/|$)", re.IGNORECASE)
"""Words that are a desk's name on one site and a service's on another: an article needs more signs there."""
_FILES = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|m3u8|xml|json|js|css|ico|epub|docx?|xlsx?)$", re.I
)
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def read_front(body: bytes, url: str, limit: int) -> DocumentLinks:
    """At most `limit` article links of the page fetched from `url`, with their texts as titles.

    Raises UnreadableDocument(not_html) where there is nothing to read.
    """
    page = html_page(body)
    if page is None:
        raise UnreadableDocument(url, FetchReason.NOT_HTML, "contains no readable HTML")
    anchors = list(islice(page.root.iter("a"), MAX_ANCHORS + 1))
    texts: dict[str, str] = {}
    for link, text in _urls(anchors[:MAX_ANCHORS], page.root, url):
        if len(text) > len(texts.get(link, "")) or link not in texts:
            texts[link] = text
    links = [
        Link(url=link, title=one_line(text)) for link, text in texts.items() if is_article(link, text, url)
    ]
    cut = (f"only its first {MAX_ANCHORS:,} links were read",) if len(anchors) > MAX_ANCHORS else ()
    return DocumentLinks(tuple(links[:limit]), left_out=max(len(links) - limit, 0), notes=(*page.notes, *cut))


def is_article(url: str, text: str, front: str) -> bool:
    """Whether a normalised URL, linked with `text` on the page `front`, is taken for an article."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if url == front or path == "/" or _LISTS.search(path) or _FILES.search(path):
        return False
    if site_of(url) != site_of(front):
        return False
    slug = max(path.strip("/").split("/")[-2:], key=len)
    words = len(re.findall(r"[^\W\d_]{2,}", slug)) + len(_WIDE.findall(slug)) // 2
    points = 2 if words >= 4 else int(words >= 3)
    points += 2 if _DATE.search(path) else 0
    points += int(bool(_NUMBER.search(path + parts.query)))
    points += int(path.endswith((".html", ".htm")))
    headline = _headline_words(text)
    points += 2 if headline >= 6 else int(headline >= 4)
    return points >= (4 if _DESKS.search(path) else 2)


def _headline_words(text: str) -> int:
    return len(re.findall(r"\w{2,}", text)) + len(_WIDE.findall(text)) // 2


def _urls(anchors: Iterable[html.HtmlElement], root: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    base = root.find(".//base[@href]")
    start = _base(base.get("href") or "", url) if base is not None else url
    for anchor in anchors:
        try:
            yield resolve(anchor.get("href") or "", start), " ".join(anchor.text_content()[:1_000].split())
        except UrlError:
            continue


def _base(href: str, url: str) -> str:
    try:
        return resolve(href, url)
    except UrlError:
        return url
