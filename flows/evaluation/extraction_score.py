"""How near an extracted text is to the true one.

The measure is the article-extraction-benchmark's (Zyte, 2020): the multiset of 4-grams of word tokens of
the extracted text against the true one gives precision and recall per page; both are averaged over the
pages where they are defined, and F1 is that of the averages. An empty extraction of a page that has text is
zero. Texts are compared as they are: neither letter case nor Unicode form is folded. Optional blocks
(captions, standfirsts) stand behind the true text for precision and do not count for recall. Read so,
plain trafilatura 2.3.1 scores what was published for it, to three decimals and in both of its modes, but for
the corpora where it fails on a page: there the published figures leave that page out of the precision.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GRAM = 4
COVERED = 0.5
"""A sentence counts as found where this share of its 4-grams is."""

_TOKEN = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?。！？؟])\s+|\n+|(?<=[。！？])")

Grams = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class PageScore:
    """One page's scores, 0 to 1; None where not defined.

    `residue` and `lost` are numbers of sentences: extracted ones that are not true, true ones not extracted.
    """

    url: str
    precision: float | None
    recall: float | None
    residue: int
    lost: int

    @property
    def f1(self) -> float:
        return harmonic_mean(self.precision or 0.0, self.recall or 0.0)


@dataclass(frozen=True)
class ExtractionScore:
    """Averages over pages; `failures` are pages with text of which nothing was found."""

    pages: int
    failures: int
    precision: float
    recall: float
    residue: int
    lost: int

    @property
    def f1(self) -> float:
        return harmonic_mean(self.precision, self.recall)


def score_page(url: str, extracted: str, text: str, optional: Sequence[str] = ()) -> PageScore:
    """Scores of an extracted text against the true one and the blocks that may go either way."""
    found, true = grams(extracted), grams(text)
    allowed = grams("\n".join([text, *optional]))
    precision = _share((found & allowed).total(), found.total())
    recall = _share((found & true).total(), true.total())
    if true and not found:
        precision = 0.0
    return PageScore(url, precision, recall, _strange(extracted, allowed), _strange(text, found))


def average(scores: Iterable[PageScore]) -> ExtractionScore:
    scores = list(scores)
    return ExtractionScore(
        pages=len(scores),
        failures=sum(1 for score in scores if score.recall == 0),
        precision=_mean([score.precision for score in scores if score.precision is not None]),
        recall=_mean([score.recall for score in scores if score.recall is not None]),
        residue=sum(score.residue for score in scores),
        lost=sum(score.lost for score in scores),
    )


def grams(text: str) -> Grams:
    """The multiset of word 4-grams; of a shorter text, its words as one."""
    tokens = _TOKEN.findall(text)
    if len(tokens) < GRAM:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[start:] for start in range(GRAM)), strict=False))


def harmonic_mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def _strange(text: str, known: Grams) -> int:
    """Sentences of a text that are mostly not among known 4-grams; a few words alone tell nothing."""
    strange = 0
    for sentence in _SENTENCE.split(text):
        own = grams(sentence)
        if own.total() > 1 and (own & known).total() < COVERED * own.total():
            strange += 1
    return strange


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
