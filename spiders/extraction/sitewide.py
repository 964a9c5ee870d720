"""Titles and authors weighed once more over all articles of a site that came together.

Theory. What stands on most pages of a site in the same place is the site's and not the story's: its name in
the first heading, "Home" in `og:title`, the desk's account in a meta element. So forms of a title that more
than half of the articles share are taken for names of the site, and a claim of authors that nearly all share
goes behind one that differs; where all claims of a page are shared, as on a site of one author, they stay.
Pages of one article, its print and AMP forms, count once. Fewer than MIN_ARTICLES articles tell nothing.
Exceptions: a site whose batch is one series under one title.
A mistake costs another form of the same title, or another of the claimed authors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from spiders.extraction.authors.choose_authors import chosen_authors
from spiders.extraction.claims import Claim
from spiders.extraction.model import Extraction
from spiders.extraction.titles.choose_title import Titles
from spiders.extraction.titles.same_title import squeezed

T = TypeVar("T")

MIN_ARTICLES = 4
MOST_TITLES = 0.5
MOST_AUTHORS = 0.8


def weighed_over_site(found: Sequence[Extraction], articles: Sequence[str]) -> list[Extraction]:
    """The extractions of pages of one site, titles and authors chosen again where that tells more.

    `articles` says of each page which article it is of.
    """
    count = len(set(articles))
    if count < MIN_ARTICLES:
        return list(found)
    titles = ({squeezed(claim.text) for claim in page.title_claims} for page in found)
    names = _shared(zip(articles, titles, strict=True), MOST_TITLES * count)
    authors = _shared(
        zip(articles, (page.author_claims for page in found), strict=True), MOST_AUTHORS * count
    )
    return [_with_authors(_with_title(page, names), authors) for page in found]


def _shared(pages: Iterable[tuple[str, Iterable[T]]], more_than: float) -> frozenset[T]:
    """The values that more than so many articles have on any of their pages."""
    of_article = {(article, value) for article, values in pages for value in values}
    counts = Counter(value for _, value in of_article)
    return frozenset(value for value, count in counts.items() if count > more_than)


def _with_title(page: Extraction, names: frozenset[str]) -> Extraction:
    if not names:
        return page
    chosen = Titles.of(page.title_claims).chosen(page.site_names | names)
    if chosen is None or chosen.text == page.title:
        return page
    return page.with_columns(title=chosen.text, title_origin=_origin(chosen, page))


def _origin(chosen: Claim, page: Extraction) -> str:
    return page.link_origin if chosen.origin == "link" else chosen.origin


def _with_authors(page: Extraction, shared: frozenset[Claim]) -> Extraction:
    own = [claim for claim in page.author_claims if claim not in shared]
    if not own or len(own) == len(page.author_claims):
        return page
    chosen = chosen_authors(own)
    return page.with_columns(authors=chosen.names, authors_origin=chosen.origin) if chosen else page
