"""RSS, Atom and JSON feeds of an outlet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from newsroom.outlet import Outlet


@dataclass(frozen=True)
class Entry:
    """One link of a feed or sitemap."""

    url: str
    title: str
    published: datetime
    modified: datetime
    summary: str = ""


def rss(outlet: Outlet, home: str, entries: Sequence[Entry]) -> str:
    """RSS 2.0."""
    items = "\n".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="false">{escape(entry.url)}</guid>'
        f"<pubDate>{format_datetime(entry.published)}</pubDate>"
        f"<description>{escape(entry.summary)}</description></item>"
        for entry in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{escape(outlet.title)}</title><link>{home}</link>
<description>{escape(outlet.title)}</description><language>{outlet.language}</language>
{items}
</channel></rss>"""


def atom(outlet: Outlet, home: str, entries: Sequence[Entry]) -> str:
    """Atom 1.0 (RFC 4287)."""
    newest = max(entry.modified for entry in entries).isoformat()
    items = "\n".join(
        f'<entry><title>{escape(entry.title)}</title><link rel="alternate" href="{escape(entry.url)}"/>'
        f"<id>{escape(entry.url)}</id><published>{entry.published.isoformat()}</published>"
        f"<updated>{entry.modified.isoformat()}</updated><summary>{escape(entry.summary)}</summary></entry>"
        for entry in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}"><title>{escape(outlet.title)}</title>
<id>{home}</id><link rel="self" href="{home}atom.xml"/><updated>{newest}</updated>
{items}
</feed>"""


def json_feed(outlet: Outlet, home: str, entries: Sequence[Entry]) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.modified.isoformat(),
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": home,
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)
