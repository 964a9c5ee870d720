"""The elements that publishing systems of blogs put around one post, and around its comments."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html

_CLASSES = frozenset({"hentry", "h-entry", "post", "entry", "type-post", "blog-post"})
"""`hentry` is the microformats'; `post` and `entry` are WordPress's, Blogger's and Movable Type's."""
_COMMENTS = re.compile(r"comment|disqus|respond|replies")


def is_entry(element: html.HtmlElement) -> bool:
    """Whether an element's class says that it holds a post."""
    return not _CLASSES.isdisjoint((element.get("class") or "").split())


@lru_cache(maxsize=3_000)
def are_comments(classes: str | None, name: str | None) -> bool:
    """Whether class or id tell comments; the same few stand on all pages of a site."""
    return _COMMENTS.search(f"{classes or ''} {name or ''}".lower()) is not None
