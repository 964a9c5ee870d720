"""py3langid's model in half of its memory, without a loss. Pure.

Observed: the model is an automaton over bytes, with a move for each of 256 bytes from each of 100,000 states
(39 MB), and a score of each of 140 languages for each of 100,000 features (28 MB). From most states nearly
all bytes lead where they lead from the state of the text without its first byte. The rule: of a state only
those moves are kept that differ from its fallback's. Any automaton comes out of it as it was; of other kinds
more is left. The scores stay: most of them are the least of their language, but a usual feature has few such,
and to put its scores together took longer than to walk. They are sorted, those of usual features first, so
that texts touch few pages of a mapped file.
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

    `fallbacks` and `features` are by state, the latter -1 for none. `moves` leads from `places`, which are
    state * 256 + byte. `scores` are by feature and language.
    """

    fallbacks: Array
    features: Array
    places: Array
    moves: Array
    scores: Array
    priors: Array
    languages: Array


def compacted(
    scores: Array, priors: Array, languages: list[str], moves: Any, rows: Any, features: Any
) -> CompactModel:
    """The model that `py3langid.modelio.load_model` gives."""
    table, row_of = np.asarray(moves, np.uint32).reshape(-1, BYTES), np.asarray(rows, np.int64)
    fallbacks = _fallbacks(table, row_of)
    usual_first = np.argsort(-scores.sum(axis=1, dtype=np.float32), kind="stable")
    numbers = np.empty(len(scores) + 1, np.int32)
    numbers[usual_first], numbers[-1] = np.arange(len(scores)), -1
    places = np.concatenate(list(_own_moves(table, row_of, fallbacks)))
    return CompactModel(
        fallbacks=fallbacks,
        features=numbers[np.asarray(features)],
        places=places,
        moves=table[row_of[places // BYTES], places % BYTES],
        scores=scores[usual_first],
        priors=np.asarray(priors),
        languages=np.array(languages),
    )


def _fallbacks(table: Array, row_of: Array) -> Array:
    """For each state that of its text without the first byte, if it is of a shorter text; else the first."""
    found, lengths = np.zeros(len(row_of), np.uint32), np.full(len(row_of), -1)
    lengths[0], level = 0, np.zeros(1, np.int64)
    while len(level):
        following = [np.empty(0, np.int64)]
        for some in _portions(level):
            reached = table[row_of[some]]
            origins, bytes_ = np.nonzero(lengths[reached] < 0)
            states, first = np.unique(reached[origins, bytes_], return_index=True)
            origins, bytes_ = some[origins[first]], bytes_[first]
            lengths[states] = lengths[level[0]] + 1
            shorter = table[row_of[found[origins]], bytes_]
            is_shorter = (lengths[shorter] >= 0) & (lengths[shorter] < lengths[states])
            found[states] = np.where(is_shorter, shorter, 0)
            following.append(states.astype(np.int64))
        level = np.concatenate(following)
    return found


def _own_moves(table: Array, row_of: Array, fallbacks: Array) -> Iterator[Array]:
    """Places of the moves that are not those of the fallback; all of the first state."""
    yield np.arange(BYTES, dtype=np.uint32)
    for some in _portions(np.arange(1, len(row_of))):
        states, bytes_ = np.nonzero(table[row_of[some]] != table[row_of[fallbacks[some]]])
        yield (some[states] * BYTES + bytes_).astype(np.uint32)


def _portions(states: Array) -> Iterator[Array]:
    for start in range(0, len(states), _STATES_AT_ONCE):
        yield states[start : start + _STATES_AT_ONCE]
