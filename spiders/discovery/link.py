"""What a discovery document says of one article, and what one document gives in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spiders.urls import UrlError, resolve
from warehouse.errors import CopydeskError


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
class Found:
    """Links of one document in its order, further documents that it names, and what could not be read.

    `unusable` counts entries without a usable address; `cut` says that the document had more entries than
    were read; `damaged` that its markup is broken.
    """

    links: tuple[Link, ...] = ()
    documents: tuple[str, ...] = ()
    unusable: int = 0
    cut: bool = False
    damaged: bool = False

    @property
    def remark(self) -> str | None:
        """What an operator should know of the reading, in one line."""
        remarks = (
            self.damaged and "the markup is broken; read as far as it goes",
            self.cut and f"cut after {len(self.links) + len(self.documents)} entries",
            self.unusable and f"{self.unusable} entries without a usable address",
        )
        return "; ".join(remark for remark in remarks if remark) or None


class Unreadable(CopydeskError):
    """A discovery document that is none; `reason` is a code of the ledger, like `not_a_feed`."""

    def __init__(self, url: str, reason: str, detail: str):
        super().__init__(url, reason, detail)
        self.url = url
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.url}: {self.detail}"


def usable(links: Iterable[Link], base: str) -> tuple[tuple[Link, ...], int]:
    """The links with their addresses resolved and each address once, and how many have none."""
    kept: dict[str, Link] = {}
    unusable = 0
    for link in links:
        try:
            url = resolve(link.url, base)
        except UrlError:
            unusable += 1
            continue
        if url not in kept:
            kept[url] = replace(link, url=url)
    return tuple(kept.values()), unusable


def short(value: object) -> str | None:
    """A text of a document in one line, at most 500 characters; None for anything else or nothing.

    Half a surrogate pair, which JSON can write, is no text and can be stored nowhere: it is left out.
    """
    if not isinstance(value, str):
        return None
    text = value[:2_000].encode(errors="ignore").decode()
    return " ".join(text.split())[:500] or None
