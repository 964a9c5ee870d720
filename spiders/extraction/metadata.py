"""Description, section, tags and image: what a page states about its article.

JSON-LD is written by the publishing system and is believed before `<meta>`. A mistake costs a wrong field.
"""

from __future__ import annotations

from urllib.parse import urljoin

from spiders.extraction.structured import Structured, first_text, texts
from spiders.extraction.titles import tidy

MAX_TAGS = 50


def descriptions_of(stated: Structured) -> tuple[str, ...]:
    """Every description that the page states."""
    named = stated.first_meta("description"), stated.first_meta("og:description", "twitter:description")
    return tuple(text for text in (first_text(stated.article.get("description")), *named) if text)


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
    return tuple(dict.fromkeys(tag for tag in map(_tidy, found[:MAX_TAGS]) if tag))


def image_of(stated: Structured, url: str) -> str | None:
    image = stated.first_meta("og:image", "twitter:image")
    try:
        return urljoin(url, image) if image else None
    except ValueError:  # a bracket that opens no IPv6 address
        return None


def _tidy(text: str | None) -> str | None:
    return tidy(text) or None
