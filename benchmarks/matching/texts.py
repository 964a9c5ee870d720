"""News-like texts for benchmarks: words by the law of Zipf and Mandelbrot, in sentences, seeded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product

import numpy as np

_SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in")]
VOCABULARY = 60_000


def texts(count: int, words: int = 400, seed: int = 1) -> Iterator[str]:
    """`count` texts of about `words` words, no two of which have a sentence in common."""
    rng = np.random.default_rng(seed)
    vocabulary = _vocabulary()
    shares = np.cumsum(1 / (np.arange(VOCABULARY) + 3.7))
    shares /= shares[-1]
    while count > 0:
        lengths = np.clip(rng.normal(words, words / 3, min(count, 1_000)), words // 4, words * 3).astype(int)
        drawn = vocabulary[np.searchsorted(shares, rng.random(lengths.sum()))]
        yield from map(_text, np.split(drawn, np.cumsum(lengths)[:-1]))
        count -= len(lengths)


@cache
def _vocabulary() -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Words of two syllables, which are the common ones, then of three."""
    words = ("".join(parts) for length in (2, 3) for parts in product(_SYLLABLES, repeat=length))
    return np.array(list(islice(words, VOCABULARY)), dtype=object)


def _text(words: np.ndarray[tuple[int], np.dtype[np.object_]]) -> str:
    each = iter(words)
    sentences = []
    while sentence := list(islice(each, 18)):
        sentences.append(" ".join(sentence).capitalize() + ".")
    return "\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))
