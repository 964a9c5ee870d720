"""URLs of the parts of one article: the first part's, with a number at the end.

Observed: publishing systems write `/storm/2/`, `/storm?page=2`, `/storm-2.html`, `/storm/page/2`. The rule: a
URL continues another where a mark and a number of two digits at most follow it, whatever the ending of both
paths.
Known exceptions: parts named by words; two stories at `/storm` and `/storm-2`, which their headlines tell
apart (`flows/stages/join_parts.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_PARTS = 20
"""The highest number of a part that is requested: no chain of next pages is followed without end."""

_MARK = r"[/_,.-]|/(?:page|seite|pagina)[/-]|-page-|[?&](?:page|p|pg|part|seite|pagina|sayfa)="
_NUMBERED = re.compile(rf"({_MARK}|(?<!\d))(\d{{1,2}})")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?)$|/$")


@dataclass(frozen=True)
class ArticlePart:
    """What a page says of the parts of its article.

    `first` is the URL of the first part, `number` this page's own, 0 for the first; `others` are numbers and
    URLs of the parts that it links. All URLs are normalised.
    """

    first: str
    number: int
    others: tuple[tuple[int, str], ...]


def number_after(first: str, part: str) -> int | None:
    """The number by which a URL continues that of a first part; None where it does not."""
    start, other = page_key(first), page_key(part)
    found = _NUMBERED.fullmatch(other, len(start)) if other.startswith(start) else None
    return int(found[2]) or None if found else None


def page_key(url: str) -> str:
    """A URL without its scheme, the ending of its path and a slash there: what parts of an article share."""
    parts = urlsplit(url)
    path = _ENDING.sub("", parts.path)
    return f"{parts.netloc}{path}" + (f"?{parts.query}" if parts.query else "")


def without_number(url: str) -> str:
    """A URL without the number at its end."""
    parts = urlsplit(url)
    if parts.query:
        return re.sub(r"[?&](?:page|p|pg|part|seite|pagina|sayfa)=\d{1,2}$", "", url)
    return re.sub(rf"(?:{_MARK}|(?<!\d))\d{{1,2}}(?=(?:\.\w{{3,5}})?/?$)", "", url)
