"""A discovery document that is requested."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A document to read: its kind, how it was found, and how deep in a tree of sitemaps."""

    url: str
    kind: str
    found_by: str = "config"
    found_at: str | None = None
    depth: int = 0
