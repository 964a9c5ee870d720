"""How two texts overlap: which of their words stand in a shingle that the other has too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.shingle import WIDTH, Shingles, shingle
from dedupe.articles.words import Words, read_words


@dataclass(frozen=True)
class Text:
    """One text, ready to be compared: its words and the shingle that begins at each."""

    hashes: npt.NDArray[np.uint64]
    is_number: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float32]
    shingles: npt.NDArray[np.uint32]

    @property
    def length(self) -> float:
        """Length in words, those of spaceless scripts at their worth."""
        return float(self.weight.sum())


@dataclass(frozen=True)
class Overlap:
    """What two texts share, in words; `resemblance` is the Jaccard index of their sets of shingles.

    `shared_a` of the `length_a` words of the first stand in shared shingles. `lead_a` words stand before
    the first shared one. `numbers` of the shorter text were looked at and `numbers_agree` of them found.
    """

    length_a: float
    length_b: float
    shared_a: float
    shared_b: float
    lead_a: float
    lead_b: float
    trail_a: float
    trail_b: float
    resemblance: float
    numbers: int
    numbers_agree: int
    identical: bool
    """Word for word the same."""

    @property
    def containment(self) -> float:
        """The share of the words of one text that the other has too: of that which has more in common."""
        return max(self.shared_a / max(self.length_a, 1.0), self.shared_b / max(self.length_b, 1.0))


def prepare(text: str) -> Text:
    words = read_words([text])
    return of_batch(words, shingle(words), 0)


def of_batch(words: Words, shingles: Shingles, text: int) -> Text:
    """Text number `text` of a batch."""
    part = slice(words.starts[text], words.starts[text + 1])
    return Text(words.hashes[part], words.is_number[part], words.weight[part], shingles.of(text))


def compare(a: Text, b: Text) -> Overlap:
    """The overlap of two texts; symmetric but for the names of the sides."""
    hits_a, hits_b = np.isin(a.shingles, b.shingles), np.isin(b.shingles, a.shingles)
    shared_a, shared_b = _covered(hits_a), _covered(hits_b)
    common = len(np.unique(a.shingles[hits_a]))
    union = len(np.unique(a.shingles)) + len(np.unique(b.shingles)) - common
    shorter, longer = (a, b) if a.length <= b.length else (b, a)
    numbers = np.unique(shorter.hashes[shorter.is_number])
    return Overlap(
        length_a=a.length,
        length_b=b.length,
        shared_a=float(a.weight[shared_a].sum()),
        shared_b=float(b.weight[shared_b].sum()),
        lead_a=_lead(a.weight, shared_a),
        lead_b=_lead(b.weight, shared_b),
        trail_a=_lead(a.weight[::-1], shared_a[::-1]),
        trail_b=_lead(b.weight[::-1], shared_b[::-1]),
        resemblance=common / union if union else 0.0,
        numbers=len(numbers),
        numbers_agree=int(np.isin(numbers, longer.hashes[longer.is_number]).sum()),
        identical=np.array_equal(a.hashes, b.hashes),
    )


def _covered(hits: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Words that stand in a shingle that is hit; shape of the words."""
    if not len(hits):
        return np.zeros(0, np.bool_)
    edges = np.zeros(len(hits) + WIDTH, np.int32)
    edges[:-WIDTH] += hits
    edges[WIDTH:] -= hits
    return np.asarray(np.cumsum(edges)[:-1] > 0)


def _lead(weight: npt.NDArray[np.float32], shared: npt.NDArray[np.bool_]) -> float:
    """Words before the first shared one; all of them where none is shared."""
    first = int(shared.argmax()) if shared.any() else len(shared)
    return float(weight[:first].sum())
