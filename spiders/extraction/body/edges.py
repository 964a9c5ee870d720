"""Where an article's text begins and ends among the blocks that were found.

Theory. What an extractor takes too much stands before the text and after it: menus, bylines, services, lists
of other stories. Within the text everything belongs to it. So the text is the run of blocks with the largest
sum of votes (maximum subsequence segmentation: Pasternack and Roth, WWW 2009), each block's vote being
learned from its length, kind, place, capitals, signs, and its neighbours. The votes come from 50 small
decision trees (gradient boosting) that `benchmarks/extraction/train_edges.py` learns from pages with known
texts; words of no language are among the features. What is outside of the run is of kind `foreign`, headings
included. Trained on one half of the publishers and tried on the other, F1 on pages of 2008 rose by .022 and
.025, and by .001 or less, in either direction, on newer news and blogs.

A table of data (`data_tables`) that follows the text is part of it: its rows look like menus to the votes.
Exceptions, observed: lists that are the article (nominations, results) have the look of menus, so where
the run would leave out more than half of the text, all of it is kept. A mistake costs blocks at the head
or the tail; they are kept in `removed_blocks`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spiders.extraction.body.scope import squeezed
from spiders.extraction.model import ASIDE_KINDS, ExtractedBlock, story_blocks

Blocks = tuple[ExtractedBlock, ...]
Tree = Sequence[Sequence[float]]
"""Nodes: feature, threshold, where to go for values up to it, where for others; leaves: the vote alone."""

TREES = Path(__file__).with_name("edges.json")
BIAS = 1.0
"""Added to every vote: a block left out wrongly is worse than one kept wrongly."""
SURE = 3.0
"""The vote of running text that is never left out for what stands between."""
MOST_LEFT_OUT = 0.5
MIN_BLOCKS = 3
LONG_CHARS = 100
MAX_JUDGED = 1_000

_WORD = re.compile(r"\w+")
_DATE = re.compile(r"\d(?:(?<=\b1)9\d\d\b|(?<=\b2)0\d\d\b|\d?[:.]\d\d)")
"""A year of the web, or a time; the digit comes first, for which a search passes over all else quickly."""
_LEGAL = ("©", "(c)", "copyright", "rights reserved")
_URL = re.compile(r"https?://|www\.|@\w|\.com\b")
_OF_URL = ("://", "www.", "@", ".com")
"""One of these is in every text that `_URL` matches: it is several times dearer to look for."""
_SIGNS = "|»«›•·→"
_END = re.compile(r"[.!?。！？…][\"”’»')\]]*$")
_KINDS = ("heading", "list_item", "table", "quote", "code")
_NO_NEIGHBOUR = (0.0, 0.0, 0.0)


def mark_edges(blocks: Blocks, titles: Iterable[str], rows: Container[str] = frozenset()) -> Blocks:
    """The blocks, those before and after the text being `foreign`; `rows` are those of tables of data."""
    own = story_blocks(blocks)
    if not MIN_BLOCKS <= len(own) <= MAX_JUDGED:
        return blocks
    votes = [vote + BIAS for vote in _votes(features(own, titles))]
    start, end = _completed(own, votes, largest_run(votes))
    end = _end_of_table(own, end, rows)
    chars = [len(block.text) for block in own]
    if sum(chars[start:end]) < (1 - MOST_LEFT_OUT) * sum(chars):
        return blocks
    place = -1
    judged = []
    for block in blocks:
        place += block.kind not in ASIDE_KINDS
        is_outside = block.kind not in ASIDE_KINDS and not start <= place < end
        judged.append(replace(block, kind="foreign") if is_outside else block)
    return tuple(judged)


def _completed(own: Blocks, votes: Sequence[float], run: tuple[int, int]) -> tuple[int, int]:
    """The run with what leads into it, and with running text beyond a table or list that it ends at."""
    start, end = run
    if start > 0 and own[start - 1].text.endswith((":", "：")):
        start -= 1
    sure = [at for at, block in enumerate(own) if votes[at] >= SURE and _is_long(block, _as_neighbour(block))]
    return min((start, *sure)), max((end, *(at + 1 for at in sure)))


def _end_of_table(own: Blocks, end: int, rows: Container[str]) -> int:
    """The end of the text with the table of data that stands there, under a heading of its own or none."""
    at = end + (end < len(own) - 1 and own[end].kind == "heading")
    while at < len(own) and own[at].kind == "table" and squeezed(own[at].text) in rows:
        at += 1
        end = at
    return end


def largest_run(votes: Sequence[float]) -> tuple[int, int]:
    """Start and end of the run of votes with the largest sum (Kadane's algorithm)."""
    best, best_run, total, start = float("-inf"), (0, len(votes)), 0.0, 0
    for index, vote in enumerate(votes):
        if total <= 0:
            total, start = 0.0, index
        total += vote
        if total > best:
            best, best_run = total, (start, index + 1)
    return best_run


def features(blocks: Sequence[ExtractedBlock], titles: Iterable[str]) -> list[list[float]]:
    """What a vote is made of, for each block; the order is that of the trees."""
    title = {word.lower() for text in titles for word in _WORD.findall(text) if len(word) > 3}
    known = title | {word.encode("utf-8", "ignore") for word in title}
    near = [_as_neighbour(block) for block in blocks]
    around = [_NO_NEIGHBOUR, _NO_NEIGHBOUR, *near, _NO_NEIGHBOUR, _NO_NEIGHBOUR]
    long = [at for at, (block, seen) in enumerate(zip(blocks, near, strict=True)) if _is_long(block, seen)]
    first, last = (long[0], long[-1]) if long else (0, len(blocks) - 1)
    total = sum(len(block.text) for block in blocks) or 1
    found, before = [], 0
    for at, block in enumerate(blocks):
        found.append(
            [
                *_of_text(block.text, known),
                near[at][2],
                near[at][1],
                *(float(block.kind == kind) for kind in _KINDS),
                float(min(8, max(0, first - at))),
                float(min(8, max(0, at - last))),
                min(at, 10) / 10,
                min(len(blocks) - 1 - at, 10) / 10,
                before / total,
                *(*around[at + 1], *around[at + 3], *around[at], *around[at + 4]),
                log(1 + len(blocks)),
                log(1 + len(long)),
            ]
        )
        before += len(block.text)
    return found


def _of_text(text: str, title: Set[str | bytes]) -> list[float]:
    lower = text.lower()
    words, capitals, digits = _words_of_ascii(text) if text.isascii() else _words(text)
    count = len(words) or 1
    return [
        log(1 + len(text)),
        min(count, 60) / 60,
        capitals / count,
        digits / len(text),
        float(digits > 0 and _DATE.search(text) is not None),
        float(any(map(lower.__contains__, _LEGAL))),
        float(any(map(lower.__contains__, _OF_URL)) and _URL.search(lower) is not None),
        float(min(3, sum(map(text.count, _SIGNS)))),
        float(text.endswith(":")),
        float(text[:1].islower()),
        sum(map(title.__contains__, words)) / count,
        text.count(",") / count,
    ]


def _words(text: str) -> tuple[Sequence[str | bytes], int, int]:
    """The words of a text in lower case, how many of them begin with a capital, and its digits."""
    words = _WORD.findall(text)
    capitals = sum(map(str.isupper, [word[0] for word in words]))
    digits = sum(map(str.isdigit, "".join([word for word in words if not word.isalpha()])))
    return [*map(str.lower, words)], capitals, digits


def _table(sign_for: Callable[[str], str]) -> bytes:
    """What `bytes.translate` puts for each character of ASCII."""
    return "".join(map(sign_for, map(chr, range(128)))).encode().ljust(256)


_LOWERED = _table(lambda sign: sign.lower() if _WORD.match(sign) else " ")
_SHAPES = _table(
    lambda sign: "A" if sign.isupper() else "0" if sign.isdigit() else "a" if _WORD.match(sign) else " "
)


def _words_of_ascii(text: str) -> tuple[Sequence[str | bytes], int, int]:
    """The same in a fifth of the time, as most texts are: looked up in tables and not by patterns."""
    signs = text.encode()
    shapes = b" " + signs.translate(_SHAPES)
    return signs.translate(_LOWERED).split(), shapes.count(b" A"), shapes.count(b"0")


def _as_neighbour(block: ExtractedBlock) -> tuple[float, float, float]:
    return log(1 + len(block.text)), float(_END.search(block.text[-12:]) is not None), block.link_density


def _is_long(block: ExtractedBlock, seen: tuple[float, float, float]) -> bool:
    return len(block.text) >= LONG_CHARS and seen[1] > 0 and block.link_density < 0.4


def _votes(rows: Sequence[Sequence[float]]) -> list[float]:
    """The vote of each row: all rows go down all trees at once."""
    model = _model()
    table = np.asarray(rows)
    row = np.arange(len(table)) * table.shape[1]
    node = np.repeat(model.roots[:, None], len(table), axis=1)
    for _ in range(model.depth):
        is_high = table.take(model.feature.take(node) + row) > model.threshold.take(node)
        node = model.following.take(2 * node + is_high)
    return [float(vote) for vote in model.base + np.add.reduce(model.value.take(node), axis=0)]


@dataclass(frozen=True)
class _Model:
    """The nodes of all trees, side by side: `following` has two for each, a leaf leads to itself."""

    base: float
    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: npt.NDArray[np.float64]
    following: npt.NDArray[np.intp]
    value: npt.NDArray[np.float64]
    depth: int


@cache
def _model() -> _Model:
    return model_of(json.loads(TREES.read_text("utf-8")))


def model_of(read: Mapping[str, Any]) -> _Model:
    """The model that a file such as edges.json holds."""
    trees: Sequence[Tree] = read["trees"]
    roots = np.cumsum([0, *map(len, trees[:-1])])
    count = sum(map(len, trees))
    feature, following = np.zeros(count, np.intp), np.repeat(np.arange(count), 2)
    threshold, value = np.zeros(count), np.zeros(count)
    for root, tree in zip(roots, trees, strict=True):
        for at, node in enumerate(tree, root):
            if len(node) > 1:
                feature[at], threshold[at] = node[:2]
                following[2 * at : 2 * at + 2] = node[2] + root, node[3] + root
            else:
                value[at] = node[0]
    return _Model(read["base"], roots, feature, threshold, following, value, max(map(_depth, trees)))


def _depth(tree: Tree, number: int = 0) -> int:
    """Steps from a node to the leaf that is furthest from it."""
    node = tree[number]
    return 1 + max(_depth(tree, int(node[2])), _depth(tree, int(node[3]))) if len(node) > 1 else 0
