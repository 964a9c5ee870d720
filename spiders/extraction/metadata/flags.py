"""What a reader of an article has to know of its page: it is one of several parts, a live blog, or short.

Theory. Long articles are cut into pages of one URL with a number at its end (WordPress does so at
`<!--nextpage-->`), and link them by `rel=next` and `rel=prev`, or by a row of numbers. A page alone then
holds a part of the text, and its row says so. `rel=next` also leads to the next story of an archive; so only
a URL that continues this page's own, or that this one continues, counts. Live blogs state that they are one;
their text grows, and the oldest part of it may be on another page. A text of a few words may be a report,
and may be a caption or a teaser that was left of one: its row says that it is short. Known exception: parts
that a script loads. A mistake is a remark too many or too few; the text is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from lxml import html

from spiders.extraction.markup.structured import Structured, texts
from spiders.extraction.model import ExtractedBlock
from spiders.extraction.walls.facts import is_short

ONE_OF_PARTS = "one_of_parts"
LIVE_BLOG = "live_blog"
SHORT = "short"

_NUMBER = re.compile(r"(?:[/_,.-]|/page/?|[?&](?:page|p|pg|part|seite|pagina|sayfa)=)?\d{1,2}/?")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?)$|/$")
_ROW = re.compile(r"page-links|post-page-numbers")


def flags_of(
    tree: html.HtmlElement, stated: Structured, url: str, own: Sequence[ExtractedBlock]
) -> tuple[str, ...]:
    """Flags of the row that follow from the page's form; `own` are the blocks of its text."""
    is_live = any("LiveBlogPosting" in texts(node.get("@type")) for node in stated.nodes)
    return (ONE_OF_PARTS,) * _is_part(tree, stated, url) + (LIVE_BLOG,) * is_live + (SHORT,) * is_short(own)


def _is_part(tree: html.HtmlElement, stated: Structured, url: str) -> bool:
    linked = [*stated.links.get("next", ()), *stated.links.get("prev", ())]
    linked += _numbered_links(tree)
    return any(_continues(other, url) or _continues(url, other) for other in _absolute(linked, url))


def _numbered_links(tree: html.HtmlElement) -> list[str]:
    """The links of the row of numbers, which a class tells."""
    rows = [one for one in tree.iter("div", "p", "nav", "ul", "ol", "span", "section", "a") if _is_row(one)]
    return [link.get("href") or "" for row in rows for link in row.iter("a")]


def _is_row(element: html.HtmlElement) -> bool:
    classes = element.get("class")
    return classes is not None and _ROW.search(classes) is not None


def _absolute(links: list[str], url: str) -> list[str]:
    found = []
    for link in links[:50]:
        try:
            found.append(urljoin(url, link))
        except ValueError:
            continue
    return found


def _continues(part: str, first: str) -> bool:
    """Whether a URL is another one with a number at its end."""
    start, other = _plain(first), _plain(part)
    return other.startswith(start) and _NUMBER.fullmatch(other[len(start) :]) is not None


def _plain(url: str) -> str:
    parts = urlsplit(url)
    path = _ENDING.sub("", parts.path)
    return f"{parts.netloc}{path}" + (f"?{parts.query}" if parts.query else "")
