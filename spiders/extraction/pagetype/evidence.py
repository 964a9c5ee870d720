"""Everything about a page that tells its type, collected; no decision is taken here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import html

from spiders.extraction.markup.structured import Structured, texts
from spiders.extraction.model import ExtractedBlock
from spiders.extraction.pagetype.classes import types_in_classes
from spiders.extraction.pagetype.structure import Structure, structure_of
from spiders.extraction.pagetype.types import PageType
from spiders.extraction.pagetype.urlshape import FROM_FEED, UrlShape, url_shape
from spiders.extraction.titles.choose_title import Titles
from spiders.extraction.walls.facts import count_words, is_headline, own_texts
from warehouse.tables import Page

_ARTICLE_TYPE = re.compile(r"(Article|Posting)$")
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})
_STATIC_TYPES = frozenset({"AboutPage", "ContactPage", "FAQPage"})
_REFRESH = re.compile(r"^\s*\d+(?:\.\d+)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"\s]+)", re.IGNORECASE)
_LISTED_QUERY = re.compile(r"(^|&)(page|paged|offset)=\d")
_NUMBERED_LINK = re.compile(r"(?:page|seite|pagina|paged|offset|index)[-_/=]{0,2}\d|\d{1,3}\.html?$")
"""Links that are worth a closer look: to resolve every link of a page costs more than all other evidence."""
_ABSOLUTE = ("/", "http://", "https://")
_NEXT_PAGE = re.compile(r"/(page|seite|pagina|page-)/?-?\d{1,4}/?$")
_DATED = "boolean(//time[@datetime] | //*[@itemprop='datePublished'] | //abbr[contains(@class, 'published')])"


@dataclass(frozen=True)
class PageEvidence:
    """One page and what is known of it; each fact is read when it is first needed."""

    page: Page
    tree: html.HtmlElement
    stated: Structured
    titles: Titles
    blocks: Sequence[ExtractedBlock]

    @cached_property
    def url(self) -> UrlShape:
        return url_shape(self.page.final_url)

    @cached_property
    def from_feed(self) -> bool:
        """Whether the site itself lists the page among its stories."""
        return self.page.discovery in FROM_FEED

    @property
    def is_said_to_be_article(self) -> bool:
        """Whether the site's list of stories, or the page itself, says that it is one article."""
        return self.from_feed or self.states_one_article

    @cached_property
    def classes(self) -> tuple[tuple[PageType, str], ...]:
        return tuple(types_in_classes(self.tree))

    @cached_property
    def schema_types(self) -> tuple[str, ...]:
        return tuple(kind for node in self.stated.nodes for kind in texts(node.get("@type")))

    @cached_property
    def states_one_article(self) -> bool:
        return sum(1 for kind in self.schema_types if _ARTICLE_TYPE.search(kind)) == 1

    @cached_property
    def states_list(self) -> str | None:
        return next((kind for kind in self.schema_types if kind in _LIST_TYPES), None)

    @cached_property
    def states_static(self) -> str | None:
        return next((kind for kind in self.schema_types if kind in _STATIC_TYPES), None)

    @cached_property
    def og_type(self) -> str:
        return (self.stated.first_meta("og:type") or "").casefold()

    @cached_property
    def states_date(self) -> bool:
        """Whether the page states when it was published, to machines or in an element made for dates."""
        meta = ("article:published_time", "date", "dc.date", "datepublished", "pubdate", "dc.date.issued")
        return (
            self.stated.first_meta(*meta) is not None
            or bool(texts(self.stated.article.get("datePublished")))
            or bool(self.tree.xpath(_DATED))
        )

    @cached_property
    def structure(self) -> Structure:
        named = " | ".join((self.titles.page, self.titles.og, self.titles.link)).casefold()
        return structure_of(self.tree, self.blocks, self.page.final_url, named)

    @cached_property
    def headline_links(self) -> int:
        """Links of several words that stand alone, in navigation and footer not counted."""
        links = self.tree.xpath("//a[not(ancestor::footer or ancestor::nav)]")
        return sum(1 for link in links if is_headline(link))

    @cached_property
    def words(self) -> int:
        return sum(map(count_words, own_texts(self.blocks)))

    @cached_property
    def next_page(self) -> str | None:
        """The link by which the page goes on as a list: its own URL with the number of a page."""
        own = urlsplit(self.page.final_url)
        base = re.sub(r"(index)?\.html?$", "", own.path).rstrip("/")
        for link in self.tree.iter("a", "link"):
            href = link.get("href") or ""
            if base not in href and href.startswith(_ABSOLUTE) and "/." not in href:  # nearly all links
                continue
            if not _NUMBERED_LINK.search(href):
                continue
            try:
                there = urlsplit(urljoin(self.page.final_url, href))
            except ValueError:
                continue
            if there.hostname != own.hostname or not there.path.startswith(base):
                continue
            rest = there.path[len(base) :]
            if _NEXT_PAGE.fullmatch(rest) or re.fullmatch(r"(index)?[-_]?\d{1,3}\.html", rest):
                return href
            if rest.strip("/") == "" and _LISTED_QUERY.search(there.query) and "next" in _rel_and_class(link):
                return href
        return None

    @cached_property
    def sends_on(self) -> str | None:
        """Where a meta refresh sends the reader of this page; None where it only reloads the page."""
        for content in self.stated.meta.get("refresh", ()):
            found = _REFRESH.match(content)
            if found and urljoin(self.page.final_url, found[1]) != self.page.final_url:
                return found[1]
        return None

    @cached_property
    def asks_password(self) -> bool:
        """Whether a form for a password stands where the story would. A login wants a name, too."""
        return bool(
            self.tree.xpath(
                "//form[.//input[@type='password']][contains(@class, 'post-password-form') or "
                "not(.//input[@type='text' or @type='email' or not(@type)]) and "
                "ancestor::*[self::main or self::article or @role='main'] and "
                "not(ancestor::*[self::header or self::footer or self::nav or self::aside or self::dialog])]"
            )
        )

    @cached_property
    def fields(self) -> int:
        """Fields to fill in that belong to the page: comments, searches and newsletters left out."""
        return len(
            self.tree.xpath(
                "//form[not(ancestor::footer or ancestor::nav or ancestor::aside)]"
                "[not(contains(@class, 'comment') or contains(@id, 'comment') or contains(@class, 'search'))]"
                "//*[self::textarea or self::input[contains('text email password tel', @type)]]"
            )
        )


def _rel_and_class(link: html.HtmlElement) -> str:
    return f"{link.get('rel') or ''} {link.get('class') or ''}".casefold()
