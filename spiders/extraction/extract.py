"""One landed page to one article: `extract` is pure and never raises for what a page contains."""

from __future__ import annotations

from lxml import html

from spiders.extraction.article_columns import columns_of
from spiders.extraction.body.article_blocks import blocks_of_page
from spiders.extraction.body.live_updates import without_updates
from spiders.extraction.body.trim import without_bylines, without_dates
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import is_live_blog, read_structured
from spiders.extraction.metadata.language import language_of
from spiders.extraction.metadata.parts import part_of
from spiders.extraction.metadata.variant import variant_of
from spiders.extraction.model import ExtractedBlock, Extraction, ExtractionRules, Refusal, story_blocks
from spiders.extraction.page_reading import PageReading
from spiders.extraction.pagetype.evidence import PageEvidence
from spiders.extraction.pagetype.judge import judge
from spiders.extraction.pagetype.types import PageType
from spiders.extraction.titles.page_titles import titles_of
from spiders.extraction.walls.rules import recognise, remnant
from warehouse.tables import Page
from warehouse.values import RejectionReason

__all__ = ["ExtractedBlock", "Extraction", "ExtractionRules", "Refusal", "extract", "warm_up"]


def extract(page: Page, rules: ExtractionRules) -> Extraction | Refusal:
    """The article that a page holds, or why it holds none."""
    tree = parse(page.body, page.content_type)
    if isinstance(tree, Refusal):
        return tree
    held = tuple(tree.iter())  # lxml makes the object of an element that nobody holds at every look at it
    result = _of_tree(page, tree, rules)
    del held
    return result


def _of_tree(page: Page, tree: html.HtmlElement, rules: ExtractionRules) -> Extraction | Refusal:
    stated = read_structured(tree)
    titles = titles_of(tree, stated, page.link_title)
    blocks = blocks_of_page(tree, stated, rules, titles.all())
    if is_live_blog(stated) and part_of(tree, page.final_url) is not None:
        blocks = without_updates(blocks, stated)
    own = story_blocks(blocks)
    evidence = PageEvidence(page, tree, stated, titles, own)
    judged = judge(evidence)
    wall = recognise(tree, stated, own)
    if wall and isinstance(wall.kind, RejectionReason):
        return Refusal(wall.kind, wall.detail)
    if judged.type is not PageType.ARTICLE:
        return Refusal(RejectionReason.of(judged.type), judged.detail)
    if not own:
        return Refusal(RejectionReason.NO_TEXT, "no paragraph found")
    if (left := remnant(own)) is not None and not evidence.is_said_to_be_article:
        return Refusal(RejectionReason.NO_TEXT, f"all of its text is: {left}")
    reading = PageReading(page, tree, stated, titles, blocks, wall)
    return _extraction(reading, tuple(map(str, judged.clues)))


def warm_up() -> None:
    """Load what is otherwise loaded by the first page, so that no page is charged for it."""
    language_of("a text that is long enough for the detector to be used " * 10, ())


def _extraction(read: PageReading, clues: tuple[str, ...]) -> Extraction:
    moments = [dated.at for dated in (read.published, read.modified) if dated]
    return Extraction(
        blocks=without_bylines(
            without_dates(read.blocks, moments), read.authors.names if read.authors else ()
        ),
        columns=columns_of(read),
        canonical_link=read.linked("canonical"),
        variant=variant_of(read.tree),
        part=None if is_live_blog(read.stated) else read.part,
        link_origin=read.link_origin,
        title_claims=read.titles.claims(),
        author_claims=read.author_claims,
        site_names=read.site_names,
        clues=clues,
    )
