"""What class and id tell of an element: those that publishing systems put around a post and its comments."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html

_CLASSES = frozenset({"hentry", "h-entry", "post", "entry", "type-post", "blog-post"})
"""`hentry` is the microformats'; `post` and `entry` are WordPress's, Blogger's and Movable Type's."""
_COMMENTS = re.compile(r"comment|disqus|respond|replies")


def class_and_id(element: html.HtmlElement) -> str:
    """Class and id of an element, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def is_entry(element: html.HtmlElement) -> bool:
    """Whether an element's class says that it holds a post."""
    return not _CLASSES.isdisjoint((element.get("class") or "").split())


def are_comments(element: html.HtmlElement) -> bool:
    """Whether class or id tell comments."""
    return _are_comments(element.get("class"), element.get("id"))


@lru_cache(maxsize=3_000)
def _are_comments(classes: str | None, name: str | None) -> bool:
    """The same few stand on all pages of a site."""
    return _COMMENTS.search(f"{classes or ''} {name or ''}".lower()) is not None
