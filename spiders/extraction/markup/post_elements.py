"""The elements that publishing systems of blogs put around one post."""

from __future__ import annotations

from lxml import html

_CLASSES = frozenset({"hentry", "h-entry", "post", "entry", "type-post", "blog-post"})
"""`hentry` is the microformats'; `post` and `entry` are WordPress's, Blogger's and Movable Type's."""


def is_entry(element: html.HtmlElement) -> bool:
    """Whether an element's class says that it holds a post."""
    return not _CLASSES.isdisjoint((element.get("class") or "").split())
