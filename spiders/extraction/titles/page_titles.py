"""The forms of a title that a page and its link give, and which of its headings is the story's.

Theory. The heading of the story is the longest of the first three levels that another form agrees with;
of two that make up another form together, the one below. Where none agrees, it is the first within the
post, or else the page's only h1. A mistake costs the title the agreement of one form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import is_entry
from spiders.extraction.markup.structured import Structured, first_text
from spiders.extraction.titles.choose_title import Titles
from spiders.extraction.titles.headings import headings_of
from spiders.extraction.titles.same_title import MIN_WORDS, is_part, tidy, words_of

MAX_CHARS = 1_000

_HEADLINE_META = ("headline", "parsely-title", "sailthru.title")
"""Where systems without JSON-LD state the headline."""
_LETTERS = re.compile(r"[^\W\d_]+")


def titles_of(tree: html.HtmlElement, stated: Structured, link_title: str | None = None) -> Titles:
    """The forms of a page's title, and the one that its feed or sitemap gave."""
    forms = (
        first_text(stated.article.get("headline")) or stated.first_meta(*_HEADLINE_META),
        stated.first_meta("og:title"),
        stated.first_meta("twitter:title"),
        None,
        tree.findtext(".//head/title") or tree.findtext(".//title"),
        link_title,
    )
    titles = Titles(*(tidy(form)[:MAX_CHARS] for form in forms))
    return replace(titles, heading=_heading(tree, titles))


def _heading(tree: html.HtmlElement, titles: Titles) -> str:
    """The story's heading: the longest that another form agrees with, else the first h1."""
    headings = list(headings_of(tree))
    others = [form for form in (titles.jsonld, titles.og, titles.link, titles.page) if form]
    shown = [_shown(heading) for heading in headings]
    words, forms = list(map(words_of, shown)), list(map(words_of, others))
    below = _below_site(shown, words, forms)
    agreed = [
        text for text, own in zip(shown, words, strict=True) if any(is_part(own, form) for form in forms)
    ]
    if below or agreed:
        return below or max(agreed, key=lambda text: len(words_of(text)))
    return _alone(headings, has_others=bool(others))


def _alone(headings: Sequence[html.HtmlElement], has_others: bool) -> str:
    """The story's heading where no other form agrees with any: the post's own, or the page's only h1."""
    of_post = (one for one in headings if any(map(is_entry, one.iterancestors())))
    named = (text for one in of_post if len(_LETTERS.findall(text := _shown(one))) >= MIN_WORDS)
    main = [_shown(one) for one in headings if one.tag == "h1" or (not has_others and one.tag == "h2")]
    is_one_of_many = has_others and len(set(main)) > 1
    return next(named, "") or ("" if is_one_of_many else next(iter(main), ""))


def _shown(heading: html.HtmlElement) -> str:
    return tidy(text_of(heading))[:MAX_CHARS]


def _below_site(shown: Sequence[str], words: Sequence[list[str]], forms: Sequence[list[str]]) -> str:
    """The heading that makes up another form together with one above it, which is the site's name."""
    lengths = set(map(len, forms))
    return next(
        (
            shown[below]
            for above, below in combinations(range(len(shown)), 2)
            if len(words[above]) + len(words[below]) in lengths
            and (words[above] + words[below] in forms or words[below] + words[above] in forms)
        ),
        "",
    )
