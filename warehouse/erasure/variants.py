"""Pages that are an article under another URL: its print form, a copy behind a tracking parameter.

No row of `articles` names such a page, for its text was known when it came; its own canonical link says what
it is. A page that names no canonical is left to the proof, which finds the article's lines in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from urllib.parse import urljoin

import duckdb

_LINK = re.compile(rb"<link\b[^>]{0,1000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_HEAD = 256 * 1024
"""Bytes of a page in which its canonical link is looked for."""

_UNNAMED = """
    SELECT page_id, final_url, body FROM landed.pages
    WHERE page_id NOT IN (SELECT page_id FROM landed.articles)
"""


def variant_pages(database: duckdb.DuckDBPyConnection, urls: Collection[str]) -> list[str]:
    """The page_ids of pages that no article came of and whose canonical link is one of `urls`."""
    found: list[str] = []
    for batch in database.execute(_UNNAMED).to_arrow_reader(64):
        for row in batch.to_pylist():
            if canonical_of(row["body"], row["final_url"]) in urls:
                found.append(row["page_id"])
    return found


def canonical_of(body: bytes, base: str) -> str | None:
    """The URL that a page's `link rel=canonical` names, resolved against `base`; None without one."""
    for tag in _LINK.findall(body[:_HEAD]):
        href = _HREF.search(tag) if _CANONICAL.search(tag) else None
        if href:
            written = next(group for group in href.groups() if group is not None)
            try:
                return urljoin(base, html.unescape(written.decode("utf-8", "replace")).strip())
            except ValueError:
                return None
    return None
