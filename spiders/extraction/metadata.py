"""Title, authors and the other facts that a page states about its article.

Theory. JSON-LD is written by the publishing system and is believed before `<meta>`, and that before the
visible page. A mistake costs a wrong field in one row.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import html

from spiders.extraction.structured import Structured, first_text, texts

_SPACE = re.compile(r"\s+")
_SUFFIX = re.compile(r"\s[|–—-]\s")


def title_of(tree: html.HtmlElement, stated: Structured) -> str | None:
    headings = [text for text in (_text(h1) for h1 in tree.iter("h1")) if text]
    first = next(iter(headings), None)
    title = first_text(stated.article.get("headline")) or stated.first_meta("og:title", "twitter:title")
    return _tidy(title or first or tree.findtext(".//title"))


def stated_titles(tree: html.HtmlElement, stated: Structured) -> tuple[str, ...]:
    """Every form of the title that the page shows or states, with and without the site's suffix."""
    shown = [_text(heading) for heading in tree.iter("h1")]
    page_title = tree.findtext(".//title") or ""
    named = (first_text(stated.article.get("headline")), stated.first_meta("og:title", "twitter:title"))
    return tuple(text for text in (*shown, *named, page_title, *_SUFFIX.split(page_title)[:1]) if text)


def descriptions_of(stated: Structured) -> tuple[str, ...]:
    """Every description that the page states."""
    named = stated.first_meta("description"), stated.first_meta("og:description", "twitter:description")
    return tuple(text for text in (first_text(stated.article.get("description")), *named) if text)


def authors_of(stated: Structured) -> tuple[str, ...]:
    names = texts(stated.article.get("author")) or stated.meta.get("author", ())
    return tuple(dict.fromkeys(name for name in map(_tidy, names) if name))


def description_of(stated: Structured) -> str | None:
    described = first_text(stated.article.get("description"))
    return _tidy(described or stated.first_meta("description", "og:description"))


def section_of(stated: Structured) -> str | None:
    return _tidy(first_text(stated.article.get("articleSection")) or stated.first_meta("article:section"))


def tags_of(stated: Structured) -> tuple[str, ...]:
    keywords = stated.article.get("keywords")
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    found = texts(keywords) or stated.meta.get("article:tag", ())
    if not found:
        found = tuple((stated.first_meta("news_keywords", "keywords") or "").split(","))
    return tuple(dict.fromkeys(tag for tag in map(_tidy, found[:50]) if tag))


def image_of(stated: Structured, url: str) -> str | None:
    image = stated.first_meta("og:image", "twitter:image")
    return urljoin(url, image) if image else None


def _text(element: html.HtmlElement) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _tidy(text: str | None) -> str | None:
    tidy = _SPACE.sub(" ", text).strip() if text else ""
    return tidy or None
