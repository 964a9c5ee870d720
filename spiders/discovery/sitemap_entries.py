"""What one entry of a sitemap or of an index says (sitemaps.org 0.9, Google News)."""

from __future__ import annotations

from datetime import datetime, timedelta

from lxml import etree

from spiders.discovery.links import Link, one_line, url_in
from spiders.discovery.timestamps import read_timestamp
from spiders.discovery.xml_documents import XmlDocument, local

_DATE_ONLY = 10


def sitemap_link(entry: etree._Element, document: XmlDocument, url: str) -> Link:
    """The link of a `url` or `sitemap` element; its URL "" where it has none."""
    return Link(
        url=url_in(_text(entry, "loc") or ""),
        title=one_line(_text(entry, "news", "title")),
        published=one_line(_text(entry, "news", "publication_date")),
        modified=one_line(_text(entry, "lastmod")),
        language=one_line(_text(entry, "news", "publication", "language")),
        site_name=one_line(_text(entry, "news", "publication", "name")),
    )


def is_since(link: Link, since: datetime) -> bool:
    """Whether an entry is dated at or after a moment by its latest date; one without a date is.

    A news entry with a fresher `lastmod` is an update of an older article. A day without a time lasts to its
    end.
    """
    moments = [_end(written) for written in (link.published, link.modified)]
    known = [found for found in moments if found is not None]
    return not known or max(known) >= since


def _end(written: str | None) -> datetime | None:
    found = read_timestamp(written)
    has_zone = (
        written is not None
        and len(written) > _DATE_ONLY
        and (written[-1:] == "Z" or written[-6:-5] in ("+", "-"))
    )
    return found if found is None or has_zone else found + timedelta(days=1)


def _text(element: etree._Element, *path: str) -> str | None:
    """The text at the end of a path of local names; an image.s `loc` stands deeper and does not count."""
    for name in path:
        child = next((one for one in element if isinstance(one.tag, str) and local(one) == name), None)
        if child is None:
            return None
        element = child
    return "".join(str(part) for part in element.itertext()).strip() or None
