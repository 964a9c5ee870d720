"""What a discovery document says of one article, and what one document gives in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spiders.identity.urls import UrlError, resolve
from warehouse.base.errors import CopydeskError
from warehouse.values import FetchReason


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link to an article that is not fetched yet; dates as they were written.

    `authors` are author fields as they were written, a field each; `site_name` is what the document calls the
    site (a feed's own title, a news sitemap's publication).
    """

    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    site_name: str | None = None


@dataclass(frozen=True)
class DocumentLinks:
    """Links of one document, the newest first where it says so, further documents that it names, and what is
    wrong.

    `unusable` counts entries without a usable URL, `left_out` those that stand behind the newest `limit`,
    which were chosen `by` date, number or position. `damaged` counts entries whose markup is broken; `notes`
    are remarks about the document as a whole.
    """

    links: tuple[Link, ...] = ()
    documents: tuple[str, ...] = ()
    unusable: int = 0
    left_out: int = 0
    by: str = "position"
    damaged: int = 0
    notes: tuple[str, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether the document had more entries than were read."""
        return self.left_out > 0

    @property
    def remark(self) -> str | None:
        """What an operator should know of the reading, in one line."""
        count = len(self.links) + len(self.documents)
        remarks = (
            *self.notes,
            self.damaged and f"the markup of {self.damaged} entries is broken; read up to the break",
            self.left_out and f"{count} entries were read, the newest by {self.by}; {self.left_out} left out",
            self.unusable and f"{self.unusable} entries without a usable URL",
        )
        return "; ".join(remark for remark in remarks if remark) or None


class UnreadableDocument(CopydeskError):
    """A discovery document that is none; `reason` is a code of the ledger, like `not_a_feed`."""

    def __init__(self, url: str, reason: FetchReason, detail: str):
        super().__init__(url, reason, detail)
        self.url = url
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.url}: {self.detail}"


def url_in(text: str) -> str:
    """The URL that a field's text holds: broken over lines it is one, a space within is one of it.

    One that was escaped twice is read as it was meant.
    """
    lines = text.replace("\t", "\n").splitlines()
    return "".join(line.strip() for line in lines).replace(" ", "%20").replace("&amp;", "&")


def resolved_links(links: Iterable[Link], base: str) -> tuple[tuple[Link, ...], int]:
    """The links with their URLs resolved and each URL once, and how many have none.

    A URL with U+FFFD in it is none: a byte or an entity of it could not be read.
    """
    kept: dict[str, Link] = {}
    unusable = 0
    for link in links:
        try:
            if "\ufffd" in link.url:
                raise UrlError(link.url, "bad_url")
            url = resolve(link.url, base)
        except UrlError:
            unusable += 1
            continue
        if url not in kept:
            kept[url] = replace(link, url=url)
    return tuple(kept.values()), unusable


def one_line(value: object) -> str | None:
    """A text of a document in one line, at most 500 characters; None for anything else or nothing.

    Half a surrogate pair, which JSON can write, is no text and can be stored nowhere: it is left out.
    """
    if not isinstance(value, str):
        return None
    text = value[:2_000].encode(errors="ignore").decode()
    return " ".join(text.split())[:500] or None
