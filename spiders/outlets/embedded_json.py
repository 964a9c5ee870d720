"""An example of a spider of its own: outlets whose pages carry their links in JSON and not in anchors.

Many sites built with a script framework serve front pages whose stories stand in one
`<script type="application/json">`. Give such a source `spider = "embedded_json"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from spiders.discovery.front_pages import is_article
from spiders.discovery.links import DocumentLinks, Link, one_line, resolved_links
from spiders.outlets.source_spider import SourceSpider

MAX_SCRIPTS = 50
_OPENING = re.compile(rb"<script[^>]{0,300}application/json[^>]{0,300}>", re.IGNORECASE)
_URL_KEYS = ("url", "href", "link", "path", "canonicalUrl")
_TITLE_KEYS = ("headline", "title", "name")


class EmbeddedJsonSpider(SourceSpider):
    """Reads front and section pages from their JSON; all else is as in the generic spider."""

    name = "embedded_json"

    def read_document(self, body: bytes, url: str, kind: str) -> DocumentLinks:
        if kind not in ("front_page", "section"):
            return super().read_document(body, url, kind)
        written = (link for script in _scripts(body) for link in _links(_json(script)))
        links, unusable = resolved_links(written, url)
        articles = tuple(link for link in links if is_article(link.url, link.title or "", url))
        return DocumentLinks(articles[: self.source.limits.links], unusable=unusable)


def _scripts(body: bytes) -> Iterator[bytes]:
    for opening in islice(_OPENING.finditer(body), MAX_SCRIPTS):
        end = body.find(b"</script", opening.end())
        yield body[opening.end() : end if end >= 0 else None]


def _json(script: bytes) -> Any:
    try:
        return json.loads(script)
    except (ValueError, RecursionError):
        return None


def _links(root: Any) -> Iterator[Link]:
    """Every object that has a URL and a title, wherever it stands."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            url = next((node[key] for key in _URL_KEYS if isinstance(node.get(key), str)), None)
            title = next((one_line(node[key]) for key in _TITLE_KEYS if one_line(node.get(key))), None)
            if url and title:
                yield Link(url=url, title=title)
            pending += node.values()
        elif isinstance(node, list):
            pending += node
