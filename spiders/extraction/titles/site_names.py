"""What a site calls itself, and a title without it.

Theory. A site's name stands behind a title after a bar or a dash, or in front of it, whole or with words
around it (`The Times of X | Sport`). What the site calls itself is told by its metadata, its host, its
feed, and what leads to its front page. A name that is told nowhere stays in the title; a story whose
last words are the site's name loses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.structured import Structured, first_text, texts
from spiders.extraction.titles.headings import is_site_heading, leads_home
from spiders.extraction.titles.same_title import squeezed, words_of

MAX_SHARE = 3
"""A part of a title names the site where the site's name is at least the n-th part of its letters."""
MIN_NAME_CHARS = 3
MOST_LINKS = 60
"""Links at the head of a page that are looked at."""

BAR = re.compile(r"\s*[|｜ㅣ：]\s*|\s*[·•»—–]\s+|\s+[-*«]\s+|\s*::\s*")
COLON = re.compile(r":\s+")
BAR_OR_COLON = re.compile(f"{BAR.pattern}|{COLON.pattern}")
_ARCHIVE = re.compile(r"(?:blog )?archives?\s+»\s+", re.IGNORECASE)
"""What WordPress wrote between the site's name and the title until 2010."""


def site_names(
    stated: Structured, url: str, tree: html.HtmlElement | None = None, link_name: str | None = None
) -> frozenset[str]:
    """What the site calls itself, and the first label of its host, squeezed and casefolded.

    `tree` adds the texts of headings that lead to the front page, and those of links to it that are a part of
    the page's title; `link_name` is what its feed calls it.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.").split(".")[0]
    sites = (node.get("name") for node in stated.nodes if "WebSite" in texts(node.get("@type")))
    shown = () if tree is None else (text_of(h) for h in tree.iter("h1", "h2") if is_site_heading(h))
    names = [
        stated.first_meta("og:site_name"),
        first_text(stated.article.get("publisher")),
        host,
        link_name,
        *(first_text(site) for site in sites),
        *shown,
        *(() if tree is None else linked_names(tree)),
    ]
    return frozenset(filter(None, (squeezed(name or "") for name in names)))


def linked_names(tree: html.HtmlElement) -> Iterator[str]:
    """The parts of the page's title that are the text of a link to the front page."""
    parts = {part.strip().casefold() for part in BAR_OR_COLON.split(tree.findtext(".//title") or "")}
    if len(parts) > 1:
        for link in islice(tree.iter("a"), MOST_LINKS):
            if (name := text_of(link).strip()).casefold() in parts and leads_home(link):
                yield name


def without_site(title: str, site_names: frozenset[str]) -> str:
    """A title up to the first part behind it that names the site."""
    bars = [found.span() for found in BAR.finditer(title)]
    ends = [start for start, _ in bars[1:]] + [len(title)]
    named = (
        start
        for (start, begin), end in zip(bars, ends, strict=False)
        if start and names_site(title[begin:end], site_names)
    )
    return title[: next(named, len(title))]


def without_site_before(title: str, site_names: frozenset[str], bars: re.Pattern[str]) -> str:
    """A title without the site's name in front."""
    bar = bars.search(title)
    if bar is None or not bar.start() or "".join(words_of(title[: bar.start()])) not in site_names:
        return title
    return _ARCHIVE.sub("", title[bar.end() :], count=1)


def names_site(part: str, names: frozenset[str]) -> bool:
    letters = "".join(words_of(part))
    short, long = MIN_NAME_CHARS, len(letters)
    return letters in names or any(
        (name in letters and len(name) * MAX_SHARE >= long >= short) or (letters in name and long >= short)
        for name in names
    )
