"""Copies and updates of the stories of a site do not make their bodies promos (needs the corpus)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dedupe.blocks import PageBlocks, Passage, SiteModel, cut, observe, positions
from flows.draft import passages_of
from flows.evaluation.extraction import read_gold
from flows.evaluation.warc import read_pages
from spiders.extraction.extract import Extraction
from spiders.identity.urls import site_of
from spiders.workers.pool import extract_pages

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
ARCHIVE, GOLD = CORPUS / "eight-publishers.warc.gz", CORPUS / "eight-publishers-gold.jsonl"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="the corpus is not here")


def plain(text: str) -> str:
    return " ".join(text.split())


def near_copies(story: PageBlocks) -> Iterator[PageBlocks]:
    """Two: another first word, and a line put between."""
    blocks = story.passages
    yield replace(story, key=f"{story.key} copy 1", passages=(Passage(f"Also {blocks[0].text}"), *blocks[1:]))
    yield replace(
        story, key=f"{story.key} copy 2", passages=(*blocks[:2], Passage("Sent later."), *blocks[2:])
    )


def updates(story: PageBlocks) -> Iterator[PageBlocks]:
    """A chain of three: the first half; three quarters under a new lead; all of it under two new ones."""
    blocks, leads = story.passages, tuple(Passage(f"News of {story.key}, part {n}.") for n in range(2))
    versions = blocks[: len(blocks) // 2], (*leads[1:], *blocks[: len(blocks) * 3 // 4]), (*leads, *blocks)
    for number, version in enumerate(versions, 1):
        yield replace(story, key=f"{story.key} update {number}", passages=tuple(version))


@pytest.fixture(scope="module")
def stories() -> dict[str, list[PageBlocks]]:
    """The stories of each site."""
    of_site: dict[str, list[PageBlocks]] = defaultdict(list)
    for page, result in extract_pages(read_pages(ARCHIVE), {}, 2):
        assert isinstance(result, Extraction)
        of_site[site_of(page.url)].append(PageBlocks(page.url, passages_of(result), page.fetched_at))
    return of_site


def cut_of_bodies(documents: list[PageBlocks], more: list[PageBlocks]) -> set[tuple[str, str]]:
    """Own paragraphs of documents that are cut when the site is learned from these and more."""
    true = {url: plain(gold.text) for url, gold in read_gold(GOLD).items()}
    model = observe([*documents, *more], SiteModel()).model
    return {
        (document.key, document.passages[position].text)
        for document in documents
        for position in positions(cut(document.passages, model).cuts)
        if plain(document.passages[position].text) in true[document.key]
    }


def test_near_copies_and_updates_of_every_story_cost_no_paragraph(
    stories: dict[str, list[PageBlocks]],
) -> None:
    for documents in stories.values():
        more = [copy for story in documents for copy in (*near_copies(story), *updates(story))]
        assert cut_of_bodies(documents, more) <= cut_of_bodies(documents, [])
