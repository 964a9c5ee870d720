"""What differs between two texts, word by word and paragraph by paragraph.

Paragraphs are aligned first, so that a sentence which moved within a long text does not cost the alignment of
everything after it; paragraphs that replaced each other are then compared by words. Both by difflib's longest
matching blocks (Ratcliff and Obershelp).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 3_000
"""Tokens of a paragraph pair up to which words are compared; longer ones are shown whole."""

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
        for left, right in zip_longest(before[a:b], after[c:d], fillvalue=""):
            yield _whole(left, right) if kind != "replace" else by_words(left, right)


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


def _whole(before: str, after: str) -> ParagraphPair:
    side: PieceKind = "same" if before == after else "only"
    return ParagraphPair(*((Piece(side, text),) if text else () for text in (before, after)))
