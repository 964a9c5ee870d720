"""Who wrote an article: a list of names.

Theory. JSON-LD names people and organisations apart; many systems put the publisher there when the template
knows no author, although a byline names one. So people stated in JSON-LD come first, then meta elements,
then what the page marks as byline (`rel=author`, `itemprop=author`, a class that says so), and only then
an organisation. Names that are joined by commas or "and" are parted. A name of the site itself is not an
author while there is another. A mistake costs a wrong or missing name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import html

from spiders.extraction.structured import Structured, texts
from spiders.extraction.titles import tidy

MAX_NAME_CHARS = 60
MAX_NAMES = 20
MAX_BYLINE_CHARS = 150

_JOINT = re.compile(
    r"\s*(?:[;|/]|,(?!\s*(?:jr|sr|ph\.?d|m\.?d)\b)|\s(?:and|und|et|y|e|og|och|&|en)\s)\s*", re.IGNORECASE
)
_BY = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|af|text|autor[ae]?|author|written by|foto|photo)\b:?\s+", re.IGNORECASE
)
_ADDRESS = re.compile(r"://|www\.|@")
_NOT_A_NAME = re.compile(r"[():\[\]]|\d{2}")
_BYLINE = re.compile(
    r"(^|[^a-z])(byline|author|autor|writer)(s|-?names?|__?names?)?([^a-z]|$)", re.IGNORECASE
)
_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)


def authors_of(tree: html.HtmlElement, stated: Structured, site_names: frozenset[str]) -> tuple[str, ...]:
    """Names in the page's order, from the first source that has any."""
    stated_authors = _listed(stated.article.get("author"))
    everybody = _parted(name for author in stated_authors for name in texts(author))
    people = _parted(name for author in stated_authors if _is_person(author) for name in texts(author))
    if any(not _is_site(name, site_names) for name in people):
        return tuple(everybody)
    for source in (_in_meta(stated), _in_bylines(tree)):
        names = tuple(name for name in _parted(source) if not _is_site(name, site_names))
        if names:
            return names
    return tuple(everybody)


def _is_person(author: Any) -> bool:
    kinds = texts(author.get("@type")) if isinstance(author, Mapping) else ()
    return not any(kind.endswith(("Organization", "Corporation")) for kind in kinds)


def _listed(value: Any) -> list[Any]:
    return value[:MAX_NAMES] if isinstance(value, list) else [value]


def _in_meta(stated: Structured) -> tuple[str, ...]:
    return next((stated.meta[name] for name in _META if any(map(_is_name, stated.meta.get(name, ())))), ())


def _in_bylines(tree: html.HtmlElement) -> list[str]:
    """Texts of the first kind of byline that the page has."""
    for found in (_rel_author(tree), _itemprop_author(tree), _classed_author(tree)):
        if names := [text for text in found if text]:
            return names
    return []


def _rel_author(tree: html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("a"):
        if "author" in (link.get("rel") or "").split():
            yield tidy(link.text_content())


def _itemprop_author(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.xpath(".//*[@itemprop='author']"):
        named = element.xpath(".//*[@itemprop='name']")
        yield tidy((named[0] if named else element).text_content())


def _classed_author(tree: html.HtmlElement) -> Iterator[str]:
    """The first small element that a class calls byline or author."""
    for element in tree.iter("a", "span", "p", "div", "address", "li"):
        if _BYLINE.search(element.get("class") or ""):
            text = tidy(element.text_content())
            if 0 < len(text) <= MAX_BYLINE_CHARS and any(_is_name(part) for part in _parted([text])):
                parts = [tidy(part.text_content()) for part in element.iterdescendants("a", "span", "li")]
                yield from parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [text]
                return


def _parted(names: Iterable[str]) -> list[str]:
    """Single names, each once."""
    names = (name for name in names if not _ADDRESS.search(name))
    parts = (part for name in names for part in _JOINT.split(_BY.sub("", tidy(name), count=1)))
    return list(dict.fromkeys(part for part in map(str.strip, parts) if _is_name(part)))[:MAX_NAMES]


def _is_name(text: str) -> bool:
    return 1 < len(text) <= MAX_NAME_CHARS and not _NOT_A_NAME.search(text) and any(map(str.isalpha, text))


def _is_full_name(text: str) -> bool:
    return _is_name(text) and " " in text


def _is_site(name: str, site_names: frozenset[str]) -> bool:
    squeezed = "".join(re.findall(r"\w+", name.casefold()))
    return any(squeezed == site or site in squeezed for site in site_names if len(site) > 2)
