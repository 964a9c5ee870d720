"""The part of a page that is its article: trafilatura's work, and the only place that calls it."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from spiders.extraction.model import ExtractionRules

MIN_SHARE = 0.5


def article_body(tree: html.HtmlElement, rules: ExtractionRules) -> etree._Element | None:
    """The article's elements in trafilatura's vocabulary (`p`, `head`, `list`/`item`, `quote`, `code`, …).

    Precision output, unless it is shorter than half of the default output: precision drops teasers and
    link lists, and on pages without paragraphs it drops the article.
    """
    scope = selected(tree, rules)
    precise = _extracted(scope, precision=True)
    balanced = _extracted(scope, precision=False)
    if _length(precise) >= MIN_SHARE * _length(balanced):
        return precise
    return balanced


def selected(tree: html.HtmlElement, rules: ExtractionRules) -> html.HtmlElement:
    """The tree as the source's rules leave it; the same tree where there are none."""
    if not rules.prune and not rules.select:
        return tree
    scope = deepcopy(tree)
    for selector in rules.prune:
        for element in _matches(scope, selector):
            element.drop_tree()
    chosen = [element for selector in rules.select for element in _matches(scope, selector)]
    if not chosen:
        return scope
    article = html.Element("article")
    article.extend(chosen)
    body = html.Element("body")
    body.append(article)
    document = html.Element("html")
    document.append(body)
    return document


def _matches(tree: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    if selector.startswith(("/", ".//")):
        return [found for found in tree.xpath(selector) if isinstance(found, html.HtmlElement)]
    return list(tree.cssselect(selector))


def _extracted(tree: html.HtmlElement, precision: bool) -> etree._Element | None:
    document = bare_extraction(tree, favor_precision=precision, include_comments=False)
    return document.body if isinstance(document, Document) else None


def _length(body: etree._Element | None) -> int:
    return 0 if body is None else sum(len(text) for text in body.itertext())
