"""The licence that a page states for its text.

Theory. Statements made for machines come first: JSON-LD `license` of the article, `<link rel=license>`, meta
elements of the name. Dublin Core's rights elements mostly hold a copyright line, so they count only where
they name a licence. Creative Commons wants a link beside the work; on news pages most such links belong
to a picture, so a link counts outside of pictures and their captions only, where it is marked
`rel=license`, or stands in a footer, or in a sentence on content, texts or articles; and only where all of
these name the same licence. Exceptions: a licence in words alone is not found. A wrong licence is worse
than none: it would tell others that they may copy what they may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.structured import Structured, texts
from spiders.extraction.titles.same_title import tidy
from warehouse.tables import Page

MAX_CHARS = 300
MAX_LINKS = 5_000
MAX_SENTENCE_CHARS = 600

_META = ("license", "licence", "dcterms.license", "dc.license", "dc.rights.license")
_RIGHTS_META = ("dcterms.rights", "dc.rights", "rights", "copyright")
_LICENCE = re.compile(r"creativecommons\.org/|\bcreative commons\b|\bCC0\b|\bCC[ -]BY\b", re.IGNORECASE)
_CREATIVE_COMMONS = "creativecommons.org/"
_PICTURE = re.compile(r"caption|credit|photo|image|picture|gallery|bild|foto", re.IGNORECASE)
_OF_TEXT = re.compile(
    r"content|article|text|story|stories|inhalt|artikel|beitr[aä]g|conten|artícul|artigo|articol|artiku|стат"
    r"|материал|текст|文章|記事|기사|المحتوى",
    re.IGNORECASE,
)


def licence_of(page: Page, tree: html.HtmlElement, stated: Structured) -> str | None:
    """A licence's URL (absolute) or name, as the page states it for its text."""
    licence = next(_stated(stated), None)
    if licence is None and _CREATIVE_COMMONS.encode() in page.body:  # seldom; the links are a long walk
        licence = next(_linked(tree), None)
    return _absolute(licence, page.final_url) if licence else None


def _stated(stated: Structured) -> Iterator[str]:
    yield from _urls(stated.article.get("license"))
    yield from stated.links.get("license", ())
    yield from (value for name in _META for value in stated.meta.get(name, ()))
    rights = (value for name in _RIGHTS_META for value in stated.meta.get(name, ()))
    yield from (value for value in rights if _LICENCE.search(value[:MAX_CHARS]))


def _urls(value: Any) -> tuple[str, ...]:
    """A licence of JSON-LD: its URL rather than its name."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        return texts([value.get("url"), value.get("@id"), value.get("name")])
    return texts(value)


def _linked(tree: html.HtmlElement) -> Iterator[str]:
    """The Creative Commons licence that links of the page name, where they name one."""
    walk = islice(tree.iter("a"), MAX_LINKS)
    links = [link for link in walk if _CREATIVE_COMMONS in (link.get("href") or "") and _is_of_text(link)]
    named = {link.get("href", "").partition("://")[2].rstrip("/"): link.get("href", "") for link in links}
    yield from named.values() if len(named) == 1 else ()


def _is_of_text(link: html.HtmlElement) -> bool:
    marks = [f"{around.tag} {around.get('class')} {around.get('id')}" for around in link.iterancestors()]
    if any(mark.startswith("fig") for mark in marks) or any(map(_PICTURE.search, marks[:3])):
        return False
    parent = link.getparent()
    sentence = tidy(text_of(parent)[:MAX_SENTENCE_CHARS]) if parent is not None else ""
    is_marked = "license" in (link.get("rel") or "").split()
    return is_marked or any("footer" in mark for mark in marks) or bool(_OF_TEXT.search(sentence))


def _absolute(licence: str, url: str) -> str | None:
    licence = tidy(licence[:MAX_CHARS])
    if "/" not in licence or " " in licence:
        return licence or None
    try:
        return urljoin(url, licence)
    except ValueError:
        return None
