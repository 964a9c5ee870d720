"""The language of a text by py3langid's model: the same language and the same score, to the bit.

It is the rule of `py3langid.langid.LanguageIdentifier.classify` (BSD licence, 0.4): behind each byte the
longest text that the model knows there is looked up, its feature is counted, and the scores of all are added
up for each language, in the order in which features are met first. Tests hold both side by side.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise

import numpy as np

from spiders.languages.compact_model import Array, CompactModel

NOTHING_KNOWN = float(np.finfo(np.float32).min)
"""The score of every language for a text in which nothing is known."""


_BITS = np.uint64(8)
_NO_BYTE = np.uint64(1 << 63)
"""Stands behind a text: no known text has it."""


class LanguageDetector:
    """Detects languages by a model."""

    def __init__(self, model: CompactModel) -> None:
        self._model = model
        self._by_length = [
            (model.texts[start:end], model.features[start:end])
            for start, end in pairwise([0, *model.ends.tolist()])
        ]
        self._languages: list[str] = model.languages.tolist()
        self._scripts = _further_scripts(self._languages)

    def classify(self, text: str) -> tuple[str, float]:
        """The likeliest language and its score."""
        scores = self._scores(_bytes_of(text))
        for first, other in self._scripts:
            scores[first] = max(scores[first], scores[other])
            scores[other] = NOTHING_KNOWN
        best = int(scores.argmax())
        return self._languages[best], float(scores[best])

    def _scores(self, text: bytes) -> Array:
        """The score of each language."""
        met = self._features_of(text)
        if not met:
            return np.full(len(self._languages), NOTHING_KNOWN, np.float32)
        counted = Counter(met)
        features = np.fromiter(counted.keys(), np.intp, len(counted))
        counts = np.fromiter(counted.values(), np.float32, len(counted))
        scores = self._model.scores[features].astype(np.float32)  # a product of both types takes longer
        added: Array = np.log1p(counts) @ scores + self._model.priors
        return added

    def _features_of(self, text: bytes) -> list[int]:
        """The features in a text, in reading order: those of the longest known text behind each byte."""
        signs = np.full(len(text) + len(self._by_length), _NO_BYTE)
        signs[: len(text)] = np.frombuffer(text, np.uint8)
        found = np.full(len(text), -1, np.int32)
        starts, numbers = np.arange(len(text)), np.zeros(len(text), np.uint64)
        for more, (known, features) in enumerate(self._by_length):
            numbers = numbers << _BITS | signs.take(starts + more)
            places = known.searchsorted(numbers)
            (are_known,) = (known.take(places, mode="clip") == numbers).nonzero()
            starts, numbers = starts.take(are_known), numbers.take(are_known)  # others begin none
            found[starts + more] = features.take(places.take(are_known))
        met: list[int] = found[found >= 0].tolist()
        return met


def _bytes_of(text: str) -> bytes:
    lower = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lower).encode("utf-8", "surrogatepass")


def _further_scripts(languages: list[str]) -> list[tuple[int, int]]:
    """Where a language stands in the list once more, for another script: its first place and the further."""
    firsts = map(languages.index, languages)
    return [(first, place) for place, first in enumerate(firsts) if first < place]
