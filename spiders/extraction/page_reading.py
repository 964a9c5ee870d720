"""One page as it is read: its markup, and each fact of it weighed when it is first needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from lxml import html

from spiders.extraction.authors.choose_authors import author_claims, chosen_authors
from spiders.extraction.claims import Claim
from spiders.extraction.dates.choose_dates import DatedPage, modified_of, published_of
from spiders.extraction.markup.structured import Structured
from spiders.extraction.metadata.language import language_of, languages_of
from spiders.extraction.metadata.parts import part_of
from spiders.extraction.model import Dated, ExtractedBlock, story_blocks
from spiders.extraction.titles.choose_title import Titles
from spiders.extraction.titles.site_names import site_names
from spiders.extraction.walls.rules import Wall
from spiders.identity.parts import ArticlePart
from warehouse.tables import Page
from warehouse.values import Discovery


@dataclass(frozen=True)
class PageReading:
    """A page: its tree, what it states for machines, its titles, its blocks, its paywall if it has one."""

    page: Page
    tree: html.HtmlElement
    stated: Structured
    titles: Titles
    blocks: tuple[ExtractedBlock, ...]
    wall: Wall | None

    @cached_property
    def site_names(self) -> frozenset[str]:
        return site_names(self.stated, self.page.final_url, self.tree, self.page.link_site_name)

    @cached_property
    def title(self) -> Claim | None:
        return self.titles.chosen(self.site_names)

    @cached_property
    def author_claims(self) -> tuple[Claim, ...]:
        return author_claims(self.tree, self.stated, self.site_names, self.page.link_authors or ())

    @cached_property
    def authors(self) -> Claim | None:
        return chosen_authors(self.author_claims)

    @cached_property
    def language_tags(self) -> tuple[str | None, ...]:
        """The languages that page and link state."""
        return (*languages_of(self.tree, self.stated), self.page.link_language)

    @cached_property
    def own_blocks(self) -> tuple[ExtractedBlock, ...]:
        """The blocks of the article's own text."""
        return story_blocks(self.blocks)

    @cached_property
    def language(self) -> str | None:
        text = "\n".join(block.text for block in self.own_blocks)
        return language_of(text, self.language_tags)

    @cached_property
    def dates(self) -> DatedPage:
        return DatedPage(self.page, self.tree, self.stated, self.titles.all(), self.language)

    @cached_property
    def published(self) -> Dated | None:
        return published_of(self.dates)

    @cached_property
    def modified(self) -> Dated | None:
        return modified_of(self.dates, self.published)

    @cached_property
    def part(self) -> ArticlePart | None:
        """Which of several parts of an article the page is."""
        return part_of(self.tree, self.page.final_url)

    @property
    def link_origin(self) -> str:
        """The origin of what came with the link: how the link was found, all sitemaps being one."""
        found = self.page.discovery
        return Discovery.SITEMAP if found == Discovery.NEWS_SITEMAP else found

    def linked(self, rel: str) -> str | None:
        """The first URL that the page links with a relation, resolved; None where it links none."""
        href = next(iter(self.stated.links.get(rel, ())), None)
        try:
            return urljoin(self.page.final_url, href) if href else None
        except ValueError:
            return None
