"""A sources file that watches the newsroom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlsplit

from newsroom.outlet import Outlet

FEED_PATHS = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}
SITEMAP_PATHS = {"news": "news-sitemap.xml", "index": "sitemap-index.xml"}


def sources_toml(outlets: Sequence[Outlet], homes: Mapping[str, str], render: bool = False) -> str:
    """The text of a sources.toml: contact, permission to reach these ports, one table an outlet."""
    ports = [f"127.0.0.1:{urlsplit(homes[outlet.name]).port}" for outlet in outlets]
    parts = [
        f'[copydesk]\ncontact = "mailto:desk@example.org"\n\n[network]\nallow = {json.dumps(ports)}\n',
        *("\n".join(_table(outlet, homes[outlet.name], render)) + "\n" for outlet in outlets),
    ]
    return "\n".join(parts)


def _table(outlet: Outlet, home: str, render: bool) -> Iterator[str]:
    yield f"[sources.{outlet.name}]"
    yield f'home = "{home}"'
    yield "interval_minutes = 0"
    yield "limits = { delay = 0.05 }"
    yield f'group = "{outlet.language}"'
    if render:
        yield "render = true"
    lists = {
        "feeds": [home + FEED_PATHS[name] for name in outlet.feeds],
        "sitemaps": [home + SITEMAP_PATHS[name] for name in outlet.sitemaps],
        "sections": [home + quote(f"section/{name}") for name in outlet.sections],
        "languages": [outlet.language],
    }
    for key, values in lists.items():
        if values:
            yield f"{key} = {json.dumps(values)}"
