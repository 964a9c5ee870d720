"""Take out of a page's tree what stands in an article without being part of it.

Theory. Inside the element that holds an article stand captions and credits, links to other stories, boxes
that open over the page, and pitches. Observed on three corpora: trafilatura keeps a paragraph, heading or
list item that is nothing but a link to another story ("SEE MORE: …"), and text in boxes that are hidden
until a script shows them. The rules, all on small elements only, so that a page whose author used a
class name in another sense loses a line and never its article:

- `figcaption`, and elements whose class says caption or credit;
- blocks whose text is link text to nine tenths, or a label with a colon and then only a link;
- elements that are hidden, or whose class names an overlay, a sharing bar, a rating, a newsletter box.

Known exceptions: lists of links that are the article (reading lists) lose them. A mistake costs a line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree, html

MAX_CAPTION_CHARS = 600
MAX_BOX_CHARS = 600
MIN_LINK_CHARS = 12
ALL_LINK = 0.9
MOSTLY_LINK = 0.6

_CAPTION = re.compile(
    r"caption|credit|copyright|photo-?by|image-?(info|text|desc)|img-?(box|desc|text)|legend"
    r"|bildunterschrift|pie-?de-?foto|media-?(info|desc)",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(^|[^a-z])(lightbox|modal|pop-?up|toast|overlay|scrim|tooltip|snackbar|notification|print-(header|footer)"
    r"|share|sharing|social(-?(share|links|media|bar))?|newsletter(-?\w+)?|sign-?up|subscribe|subscription"
    r"|related(-?\w+)?|read-?more|recirc\w*|recommend\w*|rating|poll|survey|bookmark)([^a-z]|$)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = frozenset({"hide", "hidden", "visually-hidden", "sr-only", "screen-reader-text", "d-none"})
_RESPONSIVE = re.compile(r"(?:^|\s)\w+[:-](?:block|flex|grid|inline)\b")
_LABEL = re.compile(r"[^.!?]{2,40}:\s*")
_NEVER_TEXT = ("script", "style", "template", "svg", "iframe")
_LINKED = frozenset({"p", "li", "h2", "h3", "h4", "h5"})
_BOXES = frozenset({"div", "section", "aside", "ul", "p", "span", "li"})


def prune(tree: html.HtmlElement) -> None:
    """Remove what is never text, captions, links to other stories and boxes, in place."""
    etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
    for element in list(tree.iter("figcaption", "amp-lightbox", "dialog", *_BOXES, *_LINKED)):
        if element.getparent() is not None and _is_apart(element):
            element.drop_tree()


def _is_apart(element: html.HtmlElement) -> bool:
    if element.tag in ("figcaption", "amp-lightbox", "dialog"):
        return True
    if element.tag in _LINKED and _is_link(element):
        return True
    named = _named_as(element.get("class") or "", element.get("id") or "")
    if named == "caption":
        return _is_small(element, MAX_CAPTION_CHARS)
    return (named == "box" or _is_hidden(element)) and _is_small(element, MAX_BOX_CHARS)


@lru_cache(maxsize=10_000)
def _named_as(classes: str, name: str) -> str | None:
    """`caption`, `box` or None; the same few names stand on all pages of a site."""
    named = f"{classes} {name}"
    if _CAPTION.search(named):
        return "caption"
    return "box" if _BOX.search(named) else None


def _is_small(element: html.HtmlElement, chars: int) -> bool:
    return element.find(".//h1") is None and len(element.text_content()) < chars


def _is_hidden(element: html.HtmlElement) -> bool:
    classes = element.get("class") or ""
    if not _HIDDEN_CLASS.isdisjoint(classes.split()):
        return not _RESPONSIVE.search(classes)
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _is_link(element: html.HtmlElement) -> bool:
    """Whether a block is a link to another story, with at most a label before it."""
    links = element.findall(".//a")
    if not links:
        return False
    chars = _letters(element)
    if chars <= MIN_LINK_CHARS:
        return False
    linked = sum(_letters(link) for link in links)
    if linked >= ALL_LINK * chars:
        return True
    label = (element.text or "") + "".join(child.text or "" for child in element if child.tag != "a")
    return linked >= MOSTLY_LINK * chars and bool(_LABEL.fullmatch(label.strip()))


def _letters(element: html.HtmlElement) -> int:
    return sum(map(len, element.text_content().split()))
