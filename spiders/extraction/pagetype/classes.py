"""What the classes of a page's body, and of its main element, say of its type.

Theory. Publishing systems put the kind of a page into the class of its body for their themes to style it:
WordPress (`single-post`, `archive`, `category-news`), Ghost (`post-template`, `tag-template`), Drupal
(`page-node-type-article`), Blogger, Squarespace, Hugo's themes, Nikola. These words are written by the system
and not by an editor, so each is a strong clue; words that themes use in another sense are left out. A mistake
is one clue among several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from spiders.extraction.pagetype.types import PageType

_SAYS = {
    PageType.ERROR_PAGE: r"error-?404|page-404|not-?found|error-page",
    PageType.MEDIA: r"(single-)?attachment(-template.*)?",
    PageType.ARTICLE: r"single(-(post|article|news|story|format-\w+))?|post-template(-default)?|kind-page"
    r"|(page-)?node-type-(article|news|story|blog\w*)|path-article|view-item|item-view|postpage|is-article"
    r"|(post|article)-(page|detail)|type-article",
    PageType.LISTING: r"archive|category|tag|author|date|search(-(results|no-results))?|tax-[\w-]+|term-\d+"
    r"|paged|post-type-archive(-[\w-]+)?|(tag|author|archive)-template|path-taxonomy|view-list"
    r"|(index|archive)-view|(author|tag|tags|list|archive)page|kind-(taxonomy|term|section)"
    r"|(archive|tag|category|author)-page|section-front|list",
    PageType.FRONT_PAGE: r"home(-template|page)?|front-?page|path-frontpage|kind-home|is-home|page-home",
    PageType.STATIC_PAGE: r"page-template(-default)?|page-id-\d+|page-node-type-page|staticpage|about-page",
}
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _SAYS.items())


def types_in_classes(tree: html.HtmlElement) -> Iterator[tuple[PageType, str]]:
    """The types that classes of the body, or of the one main article, name, each with its word."""
    for element in _named(tree):
        words = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
        for kind, pattern in _PATTERNS:
            said = next((word for word in words if pattern.fullmatch(word)), None)
            if said:
                yield kind, said


def _named(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    body = tree.find("body")
    if body is not None:
        yield body
    articles = [article for article in tree.iter("article") if "page" in (article.get("class") or "")]
    if len(articles) == 1:
        yield articles[0]
