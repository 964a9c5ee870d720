"""One landed page to one article: `extract` is pure and never raises for what a page contains."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from lxml import html

from spiders.extraction.authors.choose_authors import author_claims, chosen_authors
from spiders.extraction.body.article_blocks import blocks_of_page
from spiders.extraction.body.trim import without_dates
from spiders.extraction.dates.choose_dates import DatedPage, modified_of, published_day_of, published_of
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import Structured, read_structured
from spiders.extraction.metadata.descriptive import description_of, image_of, section_of, tags_of
from spiders.extraction.metadata.flags import remarks_of
from spiders.extraction.metadata.language import language_of, languages_of, region_of
from spiders.extraction.metadata.licence import licence_of
from spiders.extraction.metadata.variant import variant_of
from spiders.extraction.model import ExtractedBlock, Extraction, ExtractionRules, Refusal, own_blocks
from spiders.extraction.pagetype.evidence import Evidence
from spiders.extraction.pagetype.judge import judge
from spiders.extraction.pagetype.types import PageType
from spiders.extraction.titles.choose_title import site_names, titles_of
from spiders.extraction.walls.rules import Wall, recognise
from spiders.politeness.rights import training_allowed
from warehouse.tables import Page
from warehouse.values import RejectionReason, WallKind

__all__ = ["ExtractedBlock", "Extraction", "ExtractionRules", "Refusal", "extract", "prepare"]


def extract(page: Page, rules: ExtractionRules) -> Extraction | Refusal:
    """The article that a page holds, or why it holds none."""
    tree = parse(page.body, page.content_type)
    if isinstance(tree, Refusal):
        return tree
    stated = read_structured(tree)
    blocks = blocks_of_page(tree, stated, rules)
    own = own_blocks(blocks)
    judged = judge(Evidence(page, tree, stated, own))
    wall = recognise(tree, stated, own)
    if wall and isinstance(wall.kind, RejectionReason):
        return Refusal(wall.kind, wall.detail)
    if judged.type is not PageType.ARTICLE:
        return Refusal(RejectionReason.of(judged.type), judged.detail)
    if not own:
        return Refusal(RejectionReason.NO_TEXT, "no paragraph found")
    return replace(_extraction(page, tree, stated, blocks, wall), clues=tuple(map(str, judged.clues)))


def prepare() -> None:
    """Load what is otherwise loaded by the first page, so that no page is charged for it."""
    language_of("a text that is long enough for the detector to be asked " * 10, ())


def _extraction(
    page: Page,
    tree: html.HtmlElement,
    stated: Structured,
    blocks: tuple[ExtractedBlock, ...],
    wall: Wall | None,
) -> Extraction:
    names = site_names(stated, page.final_url, tree, page.link_site_name)
    link_origin = _link_origin(page)
    titles = titles_of(tree, stated, page.link_title)
    title = titles.chosen(names)
    claims = author_claims(tree, stated, names, page.link_authors or ())
    authors = chosen_authors(claims)
    text = "\n".join(block.text for block in own_blocks(blocks))
    tags = (*languages_of(tree, stated), page.link_language)
    language = language_of(text, tags)
    dates = DatedPage(page, tree, stated, language)
    published = published_of(dates)
    modified = modified_of(dates, published)
    blocks = without_dates(blocks, [dated.at for dated in (published, modified) if dated])
    return Extraction(
        blocks=blocks,
        title=title.text if title else None,
        description=description_of(stated),
        authors=authors.names if authors else (),
        section=section_of(stated),
        tags=tags_of(stated),
        language=language,
        language_region=region_of(language, tags),
        image_url=image_of(stated, page.final_url),
        published=published,
        published_day=published_day_of(dates, published),
        modified=modified,
        flags=remarks_of(tree, stated, page.final_url),
        is_free=wall is None,
        wall=WallKind.NONE if wall is None else WallKind.PAYWALL,
        ai_train_allowed=training_allowed(page.headers, stated.meta),
        license=licence_of(page, tree, stated),
        canonical_link=_absolute(page, stated, "canonical"),
        amp_link=_absolute(page, stated, "amphtml"),
        title_origin=link_origin if title and title.origin == "link" else title.origin if title else None,
        link_origin=link_origin,
        title_claims=titles.claims(),
        authors_origin=authors.origin if authors else None,
        author_claims=claims,
        site_names=names,
        variant=variant_of(tree),
    )


def _link_origin(page: Page) -> str:
    """The origin of what came with the link: how the link was found."""
    return "sitemap" if "sitemap" in page.discovery else page.discovery


def _absolute(page: Page, stated: Structured, rel: str) -> str | None:
    href = next(iter(stated.links.get(rel, ())), None)
    try:
        return urljoin(page.final_url, href) if href else None
    except ValueError:
        return None
