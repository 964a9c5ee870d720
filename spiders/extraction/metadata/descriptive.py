"""Description, section, tags and image: what a page states about its article.

Theory. JSON-LD is written by the publishing system and is believed before `<meta>`; a section that neither
has stands in the breadcrumb of JSON-LD, below the front page. Lists of tags come as lists, and as one text
with commas. A mistake costs a wrong field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from spiders.extraction.markup.structured import Node, Structured, first_text, texts
from spiders.extraction.titles.same_title import tidy

MAX_TAGS = 50
MAX_TAG_CHARS = 100
MAX_TEXT_CHARS = 5_000
"""Characters of a description that are kept."""
MAX_URL_CHARS = 2_000
MAX_CRUMBS = 10
MAX_SECTION_WORDS = 4
"""Words of a crumb; a longer one is the article's own."""

_SECTION_META = (
    "article:section",
    "section",
    "articlesection",
    "parsely-section",
    "prism.section",
    "content_category",
)
_IMAGE_META = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
)
_TAG_META = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_COMMA = re.compile(r"[,;，、；،]")


def descriptions_of(stated: Structured) -> tuple[str, ...]:
    """Every description that the page states."""
    named = stated.first_meta("description"), stated.first_meta("og:description", "twitter:description")
    return tuple(text for text in (first_text(stated.article.get("description")), *named) if text)


def description_of(stated: Structured) -> str | None:
    described = first_text(stated.article.get("description"))
    return _tidy(described or stated.first_meta("description", "og:description", "twitter:description"))


def section_of(stated: Structured) -> str | None:
    named = first_text(stated.article.get("articleSection")) or stated.first_meta(*_SECTION_META)
    return _tidy(named or next(_crumbs(stated), None))


def tags_of(stated: Structured) -> tuple[str, ...]:
    keywords = texts(stated.article.get("keywords"))
    named = (_parted(stated.meta.get(name, ())) for name in _TAG_META)
    found = (keywords if len(keywords) > 1 else _parted(keywords)) or next(filter(None, named), ())
    tags = (_tidy(tag) for tag in found[: 2 * MAX_TAGS])
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= MAX_TAG_CHARS))[:MAX_TAGS]


def image_of(stated: Structured, url: str) -> str | None:
    """The URL of the article's picture, absolute."""
    named = (image for name in _IMAGE_META for image in stated.meta.get(name, ()))
    linked = (*_pictures(stated.article.get("image")), *stated.links.get("image_src", ()))
    return next(filter(None, (_web_url(image, url) for image in (*named, *linked))), None)


def _crumbs(stated: Structured) -> Iterator[str]:
    """Names in the page's breadcrumb that are sections: neither the front page nor the article."""
    trails = (node for node in stated.nodes if "BreadcrumbList" in texts(node.get("@type")))
    site = stated.first_meta("og:site_name")
    crumbs = (crumb for trail in trails for crumb in _items(trail.get("itemListElement")))
    for crumb in crumbs:
        inner = crumb.get("item")
        target = inner if isinstance(inner, Mapping) else {"@id": inner}
        name = first_text(crumb) or first_text(target)
        url = first_text([target.get("@id"), target.get("url")]) or ""
        if name and name != site and len(name.split()) <= MAX_SECTION_WORDS and _path(url).strip("/"):
            yield name


def _items(value: Any) -> list[Node]:
    items = value[:MAX_CRUMBS] if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # a bracket that opens no IPv6 address
        return ""


def _parted(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for value in values[:MAX_TAGS] for part in _COMMA.split(value[:MAX_TEXT_CHARS]))


def _pictures(value: Any) -> tuple[str, ...]:
    """URLs in an `image` of JSON-LD: a URL, an object, or a list of these."""
    first = next(iter(value), None) if isinstance(value, list) else value
    if isinstance(first, Mapping):
        return texts([first.get("url"), first.get("contentUrl"), first.get("@id")])
    return texts(first)


def _web_url(stated: str, url: str) -> str | None:
    """A URL made absolute; None where it is none of the web (`data:`), or as long as a picture."""
    try:
        absolute = urljoin(url, stated)
    except ValueError:
        return None
    return absolute if absolute.startswith("http") and len(absolute) <= MAX_URL_CHARS else None


def _tidy(text: str | None) -> str | None:
    return tidy((text or "")[:MAX_TEXT_CHARS]) or None
