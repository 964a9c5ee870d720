"""The elements that may hold the article, the surest first.

As trafilatura 2.3.1 chooses them (`BODY_XPATH` of `xpaths.py`, Apache 2.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from spiders.extraction.article_search.names import Frame, is_frame

_BOXES = ("article", "div", "main", "section")


def frames(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The first element of each kind, each looked for in the tree as the one before left it."""
    for kind in Frame:
        if (found := _first(tree, kind)) is not None:
            yield found


def _first(tree: html.HtmlElement, kind: Frame) -> html.HtmlElement | None:
    if kind is Frame.ARTICLE:
        return next(tree.iterdescendants("article"), None)
    return next((element for element in tree.iterdescendants(*_BOXES) if _is(element, kind)), None)


def _is(element: html.HtmlElement, kind: Frame) -> bool:
    if kind is Frame.MAIN and element.tag == "main":
        return True
    classes, name = element.get("class"), element.get("id")
    if (classes or name) and is_frame(kind, classes or "", name or ""):
        return True
    if kind is Frame.ARTICLE_CONTENT:
        return bool(element.get("itemprop") == "articleBody")
    if kind is Frame.STORY:
        return bool(element.get("role") == "article")
    return kind is Frame.MAIN and (element.get("role") or "").startswith("main")
