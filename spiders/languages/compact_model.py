"""py3langid's model in half of its memory, without a loss. Pure.

Observed: the model is an automaton over bytes, with a move for each of 256 bytes from each of 100,000 states
(39 MB), and a score of each of 140 languages for each of 100,000 features (28 MB). The automaton is that of
Aho and Corasick (1975): a state is a text of six bytes at most, namely the longest at the end of what was
read that a feature begins with, and a move leads from one to the next. The rule: of the states only these
texts are kept, as numbers, each with its feature; which one a text is at, is looked up for all of its bytes
at once. The scores stay: most of them are the least of their language, but a usual feature has few such, and
to put its scores together took longer than to walk. They are sorted, those of usual features first, so that
texts touch few pages of a mapped file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

BYTES = 256
_STATES_AT_ONCE = 4_096


@dataclass(frozen=True)
class CompactModel:
    """What py3langid's detector asks of its model.

    `texts` are those of the states but for the empty one, their bytes read as a number, by length and number;
    `ends` says where those of one byte, of two and so on end, `features` which feature each has, -1 for none.
    `scores` are by feature and language.
    """

    texts: Array
    ends: Array
    features: Array
    scores: Array
    priors: Array
    languages: Array


def compacted(
    scores: Array, priors: Array, languages: list[str], moves: Any, rows: Any, features: Any
) -> CompactModel:
    """The model that `py3langid.modelio.load_model` gives."""
    levels = list(_levels(np.asarray(moves, np.uint32).reshape(-1, BYTES), np.asarray(rows, np.int64)))
    usual_first = np.argsort(-scores.sum(axis=1, dtype=np.float32), kind="stable")
    numbers = np.empty(len(scores) + 1, np.int32)
    numbers[usual_first], numbers[-1] = np.arange(len(scores)), -1
    return CompactModel(
        texts=np.concatenate([texts for _, texts in levels]),
        ends=np.cumsum([len(texts) for _, texts in levels]),
        features=numbers[np.asarray(features)[np.concatenate([states for states, _ in levels])]],
        scores=scores[usual_first],
        priors=np.asarray(priors),
        languages=np.array(languages),
    )


def _levels(table: Array, row_of: Array) -> Iterator[tuple[Array, Array]]:
    """The states whose texts have one byte, two and so on, with these texts, by the text's number.

    A state that is first reached from those of one byte less is reached from the text without its last byte.
    """
    is_known = np.zeros(len(row_of), bool)
    is_known[0] = True
    level, texts = np.zeros(1, np.int64), np.zeros(1, np.uint64)
    while True:
        found = [_following(table[row_of[level[some]]], texts[some], is_known) for some in _portions(level)]
        level, texts = (np.concatenate(parts) for parts in zip(*found, strict=True))
        if not len(level):
            return
        order = np.argsort(texts)
        level, texts = level[order], texts[order]
        is_known[level] = True
        yield level, texts


def _following(moves: Array, texts: Array, is_known: Array) -> tuple[Array, Array]:
    """The states not known yet to which moves lead from these texts, and their own texts."""
    origins, bytes_ = np.nonzero(~is_known[moves])
    return moves[origins, bytes_].astype(np.int64), texts[origins] << np.uint64(8) | bytes_.astype(np.uint64)


def _portions(states: Array) -> Iterator[slice]:
    for start in range(0, len(states), _STATES_AT_ONCE):
        yield slice(start, start + _STATES_AT_ONCE)
