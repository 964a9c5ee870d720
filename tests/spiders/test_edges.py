"""Where an article's text begins and ends among the blocks that were found."""

from __future__ import annotations

import json

import pytest
from invented_stories import story

from spiders.extraction.body.edges import TREES, features, largest_run, mark_edges
from spiders.extraction.model import ExtractedBlock, story_blocks

WHALE = tuple(ExtractedBlock("paragraph", text) for text in story("whale"))
MENU = tuple(
    ExtractedBlock("paragraph", text)
    for text in ("Sign In | Register", "Most Viewed", "E-mail | Print", "Advertisement")
)


@pytest.mark.parametrize(
    ("votes", "run"),
    [([1, 1], (0, 2)), ([-1, 2, -1, 3, -5], (1, 4)), ([-2, -1, -3], (1, 2)), ([2, -3, 1], (0, 1))],
)
def test_the_run_with_the_largest_sum_is_found(votes: list[float], run: tuple[int, int]) -> None:
    assert largest_run(votes) == run


def test_a_menu_before_and_after_a_story_is_foreign_and_kept_as_such() -> None:
    found = mark_edges((*MENU, *WHALE, *MENU), ("The whale in the harbour",))
    assert [block.text for block in found] == [block.text for block in (*MENU, *WHALE, *MENU)]
    assert story_blocks(found)[-len(WHALE) :] == WHALE
    assert len(story_blocks(found)) <= len(WHALE) + 1  # the line over the text could be its heading


def test_a_story_alone_is_left_as_it_is() -> None:
    assert mark_edges(WHALE, ()) == WHALE


def test_a_caption_keeps_its_kind() -> None:
    caption = ExtractedBlock("caption", "A whale")
    found = mark_edges((*MENU, WHALE[0], caption, *WHALE[1:]), ())
    assert [block.kind for block in found if block.text == "A whale"] == ["caption"]


def test_the_trees_name_features_that_there_are() -> None:
    width = len(features(WHALE, ())[0])
    trees = json.loads(TREES.read_text("utf-8"))["trees"]
    branches = [node for tree in trees for node in tree if len(node) > 1]
    assert branches and all(0 <= node[0] < width for node in branches)
