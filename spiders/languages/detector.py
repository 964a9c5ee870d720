"""The language of a text by py3langid's model: the same language and the same score, to the bit.

It is the rule of `py3langid.langid.LanguageIdentifier.classify` (BSD licence, 0.4): the text's bytes lead
through an automaton, each feature met is counted, and the scores of all are added up for each language.
Tests hold both side by side.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

from spiders.languages.compact_model import BYTES, Array, CompactModel

MOST_MOVES = 170_000
"""Moves that are held, 100 bytes each: those of a model of 100,000 states, and the usual further ones."""

NOTHING_KNOWN = float(np.finfo(np.float32).min)
"""The score of every language for a text in which nothing is known."""


class LanguageDetector:
    """Detects languages by a model."""

    def __init__(self, model: CompactModel) -> None:
        self._model = model
        self._moves: dict[int, int] = dict(zip(model.places.tolist(), model.moves.tolist(), strict=True))
        self._fallbacks: Sequence[int] = model.fallbacks.data
        self._features: list[int] = model.features.tolist()
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
        counted = self._features_of(text)
        if not counted:
            return np.full(len(self._languages), NOTHING_KNOWN, np.float32)
        features = np.fromiter(counted.keys(), np.intp, len(counted))
        counts = np.fromiter(counted.values(), np.float32, len(counted))
        scores = self._model.scores[features].astype(np.float32)  # a product of both types takes longer
        added: Array = np.log1p(counts) @ scores + self._model.priors
        return added

    def _features_of(self, text: bytes) -> Counter[int]:
        """How often each feature stands in a text, in the order in which they are met first."""
        moves, features = self._moves.get, self._features
        found, state = [], 0
        for byte in text:
            place = state * BYTES + byte
            if (move := moves(place)) is None:
                move = self._further_move(place)
            state = move
            if (feature := features[state]) >= 0:
                found.append(feature)
        return Counter(found)

    def _further_move(self, place: int) -> int:
        """A move that is a fallback's, from now on known as one of the state's own, if there is room."""
        state, byte = divmod(place, BYTES)
        while (move := self._moves.get(state * BYTES + byte)) is None:
            state = self._fallbacks[state]
        if len(self._moves) < MOST_MOVES:
            self._moves[place] = move
        return move


def _bytes_of(text: str) -> bytes:
    lower = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lower).encode("utf-8", "surrogatepass")


def _further_scripts(languages: list[str]) -> list[tuple[int, int]]:
    """Where a language stands in the list once more, for another script: its first place and the further."""
    firsts = map(languages.index, languages)
    return [(first, place) for place, first in enumerate(firsts) if first < place]
