"""Take out of a page's tree what is never text, before its article is looked for.

Theory. Scripts, and boxes that open over the page or wait for a click (overlays, sharing bars, ratings,
print-only lines), belong to the template and not to the article. Head, navigation and footer are deleted by
every search for the article; without them it has less to look through. What is hidden until a script shows it
is told by its attributes, the rest by its class or id. All on small elements only, and not on those with a
running paragraph and nothing to click, so that a page whose author used a class name in another sense loses a
line and never its article. A mistake costs a line, and it is lost in silence: what a reader would take for
text is set apart instead (see `asides`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from lxml import etree, html

from spiders.extraction.markup.leaves import is_shorter, text_of

MAX_BOX_CHARS = 600
MIN_RUNNING_CHARS = 150

_NEVER_TEXT = ("script", "style", "template", "svg", "iframe", "head", "nav", "footer")
_CONTROLS = (
    "input",
    "datalist",
    "audio",
    "video",
    "canvas",
    "embed",
    "map",
    "source",
    "track",
    "link",
    "meta",
)
"""What a reader fills in or plays; the search for the article deletes it anyway."""
_BARE = ("img", "picture", "wbr", "font", "small")
"""Pictures, and tags that only change the looks of a text."""
_WIDGETS = ("amp-lightbox", "dialog")
_BOXES = ("div", "section", "aside", "ul", "p", "span", "li")
_WIDGET = re.compile(
    r"(^|[^a-z])(lightbox|modal|pop-?up|toast|overlay|scrim|tool-?tip|popover|hover-?card"
    r"|rollover-?\w*-(?:block|box|card|panel)|snackbar|notification"
    r"|share|sharing|social(-?(share|links|media|bar))?|rating|poll|survey|bookmark)([^a-z]|$)"
)
"""Looked for in lower case, as all names are: a pattern that ignores case takes twice as long."""
_STORYLIKE = re.compile(r"overlay|poll|survey|rating|notification")
"""Names that stories have too."""
_CLICKED = ("input", "button", "form", "select")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = frozenset({"hide", "hidden", "visually-hidden", "sr-only", "screen-reader-text", "d-none"})
_PRINTED = re.compile(r"(?:^|[^a-z])print-(?:header|footer)(?:[^a-z]|$)")
_RESPONSIVE = re.compile(r"(?:^|\s)\w+[:-](?:block|flex|grid|inline)\b")


def prune(tree: html.HtmlElement) -> None:
    """Remove what is never text, hidden elements and widgets, in place."""
    for dialog in tree.iter("dialog"):
        if next(dialog.iter("h1"), None) is not None:
            dialog.tag = "div"
    etree.strip_elements(tree, *_NEVER_TEXT, *_WIDGETS, with_tail=False)
    for element in list(tree.iter(*_BOXES)):
        if _is_told_by(element, _NEVER_SEEN) and is_small(element, MAX_BOX_CHARS) and not _tells(element):
            element.drop_tree()


def strip_controls(tree: html.HtmlElement) -> None:
    """Remove what holds no text to read, in place: a search for the article looks at each element left."""
    etree.strip_elements(tree, *_CONTROLS, with_tail=False)
    etree.strip_tags(tree, *_BARE)


def is_small(element: html.HtmlElement, chars: int) -> bool:
    """Whether an element holds less text than so many characters, and no main heading."""
    return next(element.iterdescendants("h1"), None) is None and is_shorter(element, chars)


def _tells(element: html.HtmlElement) -> bool:
    """Whether a box holds running text and nothing to click: a story about polls, not a poll."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return holds_running_text(element) if _STORYLIKE.search(words.lower()) else holds_only_text(element)


def holds_only_text(element: html.HtmlElement) -> bool:
    """Whether a box that nothing hides holds running text, and neither links nor anything to click."""
    return (
        not _is_told_by(element, _HIDDEN)
        and next(element.iter("a"), None) is None
        and holds_running_text(element)
    )


def holds_running_text(element: html.HtmlElement) -> bool:
    """Whether a box holds running text and nothing to click."""
    if next(element.iter(*_CLICKED), None) is not None:
        return False
    return any(_is_running(paragraph) for paragraph in element.iter("p"))


def _is_running(paragraph: html.HtmlElement) -> bool:
    text = text_of(paragraph)
    return len(text) >= MIN_RUNNING_CHARS and next(paragraph.iter("a"), None) is None


def _is_told_by(element: html.HtmlElement, tests: Mapping[str, Callable[[str], bool]]) -> bool:
    """Whether one of an element's attributes passes its test; all at once, since one costs nearly as much."""
    return True in [tests[name](value) for name, value in element.items() if name in tests]


def _is_styled_hidden(style: str) -> bool:
    return _HIDDEN_STYLE.search(style) is not None


def _is_classed_hidden(classes: str) -> bool:
    is_hidden = not _HIDDEN_CLASS.isdisjoint(classes.split()) and not _RESPONSIVE.search(classes)
    return is_hidden or _PRINTED.search(classes.lower()) is not None


@lru_cache(maxsize=3_000)
def _is_classed_never_seen(classes: str) -> bool:
    """Whether a class tells that no reader sees it; the same few stand on all pages of a site."""
    return _is_named(classes) or _is_classed_hidden(classes)


def _is_named(words: str) -> bool:
    """Whether a class or an id tells a widget; not remembered, since few ids stand on several pages."""
    return _WIDGET.search(words.lower()) is not None


_HIDDEN: Mapping[str, Callable[[str], bool]] = {
    "class": _is_classed_hidden,
    "style": _is_styled_hidden,
    "hidden": lambda _: True,
}
"""What is hidden until a script shows it."""
_NEVER_SEEN: Mapping[str, Callable[[str], bool]] = {
    **_HIDDEN,
    "class": _is_classed_never_seen,
    "id": _is_named,
}
"""What is a widget, or hidden."""
