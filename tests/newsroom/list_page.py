"""Front and section pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from newsroom.article_page import page
from newsroom.edition import Publication
from newsroom.outlet import Odd, Outlet


def front_page(outlet: Outlet, stories: Sequence[Publication]) -> str:
    """All stories, and links to what robots.txt forbids."""
    feeds = {
        "rss": ("rss.xml", "rss+xml"),
        "atom": ("atom.xml", "atom+xml"),
        "json": ("feed.json", "feed+json"),
    }
    head = "\n".join(
        f'<link rel="alternate" type="application/{kind}" href="/{path}">'
        for path, kind in (feeds[name] for name in outlet.feeds)
    )
    return page(outlet, outlet.title, head=head, main=_teasers(stories), aside=_odd_links(outlet.odd))


def section_page(outlet: Outlet, section: str, stories: Sequence[Publication]) -> str:
    chosen = [story for story in stories if story.story.section == section]
    return page(outlet, section, main=f"<h1>{escape(section)}</h1>\n{_teasers(chosen)}")


def _teasers(stories: Sequence[Publication]) -> str:
    return "\n".join(
        f'<section class="teaser"><h2><a href="{story.path}">{escape(story.title)}</a></h2>'
        f"<p>{escape(story.paragraphs[0][:90])}…</p></section>"
        for story in stories
    )


def _odd_links(odd: Sequence[Odd]) -> str:
    return "\n".join(f'<a href="{entry.path}">{escape(entry.title)}</a>' for entry in odd)
