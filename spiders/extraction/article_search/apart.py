"""What stands on a page beside its article: comments, articles that a script has appended, share buttons.

As trafilatura 2.3.1 (`core.py`, `xpaths.py`, Apache 2.0) takes them out before it looks for the article.
"""

from __future__ import annotations

from lxml import html
from trafilatura.xml import delete_element

from spiders.extraction.article_search.names import Apart, apart

_COMMENTS = frozenset({"div", "list", "section", "details"})
_COMMENT_LISTS = frozenset({"ol", "ul"})
_APPENDED = frozenset({"div", "section", "aside"})
_BOXES = (*_COMMENTS, *_COMMENT_LISTS, "aside")


def drop_apart(tree: html.HtmlElement) -> None:
    """Remove what is not the article, in place."""
    found = []
    for element in tree.iterdescendants(*_BOXES):
        classes, name = element.get("class"), element.get("id")
        if (classes or name) and (told := apart(classes or "", name or "")) and _is_apart(element, told):
            found.append(element)
    for element in found:
        delete_element(element)


def _is_apart(element: html.HtmlElement, told: Apart) -> bool:
    if (told.comments and element.tag in _COMMENTS) or (told.comment_list and element.tag in _COMMENT_LISTS):
        return True
    if element.tag not in _APPENDED:
        return False
    return told.always or (told.appended and next(element.iterdescendants("h1"), None) is None)
