"""The elements of a page's article, as trafilatura's fast mode finds them.

Theory. trafilatura (2.3.1, Apache 2.0) drops what its vocabulary of classes and ids knows to be beside the
article, takes the first element that is named as an article's, drops boilerplate and lists of links from it,
and goes through its elements; where that gives little, through all paragraphs of the page. Four tenths of its
time goes into searching for these words by XPath, each expression through all elements. Here the order of
steps is ours, the names are looked at once (`names`), and each element is handled by trafilatura's own
functions. What is found is the same, to the last element; `tests/spiders/test_article_search.py` compares
both. Where little is found, it is looked for in all places that may hold text, and then once more with fewer
exclusions.
"""

from __future__ import annotations

from copy import copy

from lxml import etree, html
from trafilatura import baseline
from trafilatura.core import ESCALATION_ACCEPT_RATIO as MUCH_MORE
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.settings import Extractor

from spiders.extraction.article_search.apart import drop_apart
from spiders.extraction.article_search.collect import collect
from spiders.extraction.article_search.page_size import is_small_part

_BALANCED, _RECALL = (
    Extractor(output_format="txt", fast=True, comments=False, recall=recall) for recall in (False, True)
)


def find_article(tree: html.HtmlElement) -> etree._Element | None:
    """The article's elements in a `body`, in trafilatura's names of tags; none where there is no text.

    The tree is not changed. It is one without scripts: a forum that only JSON-LD tells is not known.
    """
    body, text = collect(tree, _BALANCED)
    if len(text) < _BALANCED.min_extracted_size:
        page = copy(tree)
        drop_apart(page)
        anywhere, its_text, chars = baseline(page)
        if chars > len(text):
            body, text = anywhere, its_text
    if text and _is_little(text, tree):
        wider, its_text = collect(tree, _RECALL)
        if (chars := len(its_text)) >= _RECALL.min_extracted_size and chars > MUCH_MORE * len(text):
            return wider
    return body if text else None


def _is_little(text: str, tree: html.HtmlElement) -> bool:
    """Whether a text is but a small part of its page."""
    return len(text) < ESCALATION_MAX_LENGTH and is_small_part(len(text), ESCALATION_PAGE_SHARE, tree)
