"""What differs between two texts, word by word and paragraph by paragraph.

Paragraphs are aligned first, so that a sentence which moved within a long text does not cost the alignment of
everything after it, by difflib's longest matching blocks (Ratcliff and Obershelp). Paragraphs that replaced
each other are paired, in order, so that the words which pairs share are most: one that was added before a
changed one does not stand beside it. Pairs are then compared by words, or by characters in scripts without
spaces, where a "word" would be a whole clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product, zip_longest
from typing import Literal

from warehouse.search.terms import SPACELESS

_TOKEN = re.compile(rf"\s+|[{SPACELESS}]|[^\W{SPACELESS}]+|[^\w\s]")
MOST_WORDS = 3_000
"""Tokens of a paragraph pair up to which words are compared; longer ones are shown whole."""
MOST_PAIRS = 2_500
"""Pairs of replaced paragraphs up to which the best pairing is looked for; more are paired as they come."""
LEAST_SHARED = 0.3
"""Share of their words that two paragraphs must have in common to be shown as one that changed."""

PieceKind = Literal["same", "only"]


@dataclass(frozen=True)
class Piece:
    """A stretch of one side's text: `same` on both sides or `only` on this one."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class ParagraphPair:
    """Two paragraphs that stand beside each other; one side may be empty."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind == "only" for piece in (*self.before, *self.after))


def paired(before: Sequence[str], after: Sequence[str]) -> Iterator[ParagraphPair]:
    """The paragraphs of two texts side by side."""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace":
            yield from (by_words(left, right) for left, right in _replaced(before[a:b], after[c:d]))
        else:
            yield from (_whole(*sides) for sides in zip_longest(before[a:b], after[c:d], fillvalue=""))


def by_words(before: str, after: str) -> ParagraphPair:
    """Two paragraphs with the words that only one of them has marked."""
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    if not left or not right or len(left) + len(right) > MOST_WORDS:
        return _whole(before, after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, a, b, c, d in matcher.get_opcodes():
        side: PieceKind = "same" if kind == "equal" else "only"
        for some, text in ((pieces[0], "".join(left[a:b])), (pieces[1], "".join(right[c:d]))):
            if text:
                some.append(Piece(side, text))
    return ParagraphPair(tuple(pieces[0]), tuple(pieces[1]))


def _replaced(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs, in order, whose shared words add up to most; who has no partner stands beside ""."""
    if len(before) * len(after) > MOST_PAIRS:
        return list(zip_longest(before, after, fillvalue=""))
    left, right = ([Counter(_TOKEN.findall(text)) for text in side] for side in (before, after))
    best: list[list[tuple[float, int, int]]] = [
        [(0.0, 0, 0)] * (len(right) + 1) for _ in range(len(left) + 1)
    ]
    for i, j in product(range(len(left) + 1), range(len(right) + 1)):
        ways = [(best[i - 1][j][0], 1, 0)] if i else []
        ways += [(best[i][j - 1][0], 0, 1)] if j else []
        if i and j and (share := _shared(left[i - 1], right[j - 1])) >= LEAST_SHARED:
            ways.append((best[i - 1][j - 1][0] + share, 1, 1))
        best[i][j] = max(ways, default=(0.0, 0, 0))
    pairs = []
    i, j = len(left), len(right)
    while i or j:
        _, from_left, from_right = best[i][j]
        pairs.append((before[i - 1] if from_left else "", after[j - 1] if from_right else ""))
        i, j = i - from_left, j - from_right
    return pairs[::-1]


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two paragraphs' words, by their letters: from 0 to 1."""
    total = _letters(one) + _letters(other)
    return 2 * _letters(one & other) / total if total else 0.0


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items() if not word.isspace())


def _whole(before: str, after: str) -> ParagraphPair:
    side: PieceKind = "same" if before == after else "only"
    return ParagraphPair(*((Piece(side, text),) if text else () for text in (before, after)))
