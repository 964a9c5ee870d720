"""Properties of what is cut from the texts of a site."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from invented_stories import story

from dedupe.blocks import PageBlocks, Passage, SiteModel, cut, observe, positions

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TOPICS = ("whale", "mayor", "rain", "bridge", "ferry")
PROMOS = (
    "Sign up for our daily newsletter and never miss a story from the harbour.",
    "Follow the gazette on every network and read our best stories there.",
    "Latest Stories",
    "Advertisement",
)


@st.composite
def pages(draw: st.DrawFn) -> list[PageBlocks]:
    """A site's pages: invented stories, each with promos above, within and below."""
    made = []
    for topic in draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=5, unique=True)):
        texts = list(story(topic))
        for promo in draw(st.lists(st.sampled_from(PROMOS), max_size=4, unique=True)):
            texts.insert(draw(st.integers(0, len(texts))), promo)
        made.append(PageBlocks(topic, tuple(map(Passage, texts)), NOW))
    return made


@given(pages())
def test_no_paragraph_that_one_story_alone_has_is_cut(site: list[PageBlocks]) -> None:
    model = observe(site, SiteModel()).model
    for page in site:
        own = set(story(page.key))
        gone = positions(cut(page.passages, model).cuts)
        assert not own & {page.passages[number].text for number in gone}


@given(pages(), st.randoms(use_true_random=False))
def test_the_order_of_pages_teaches_nothing(site: list[PageBlocks], chance: random.Random) -> None:
    shuffled = list(site)
    chance.shuffle(shuffled)
    one, other = (observe(pages, SiteModel()).model for pages in (site, shuffled))
    assert one == other


@given(pages())
def test_cuts_are_places_of_the_text_each_once_and_in_reading_order(site: list[PageBlocks]) -> None:
    model = observe(site, SiteModel()).model
    for page in site:
        places = [found.position for found in cut(page.passages, model).cuts]
        assert places == sorted(set(places)) and set(places) <= set(range(len(page.passages)))


@given(pages())
def test_a_text_is_cut_to_a_text_or_kept_whole(site: list[PageBlocks]) -> None:
    model = observe(site, SiteModel()).model
    for page in site:
        assert len(positions(cut(page.passages, model).cuts)) < len(page.passages)
