"""Articles that meet: those that share a band or a sentence, and so are worth comparing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import distinct

MAX_SHARING = 300
"""A band or sentence that more articles share says little of any two of them; true copies share others."""

_AT_ONCE = 1 << 21
"""Pairs that are held before those that repeat are left out."""

Keys = npt.NDArray[np.uint64]
Articles = npt.NDArray[np.uint32]


def sharing_pairs(keys: Keys, articles: Articles, fresh: npt.NDArray[np.bool_]) -> Keys:
    """Distinct pairs of articles, at least one of them fresh, that share a key which no crowd does.

    Row i says that article `articles[i]` has the key `keys[i]`. A pair is one number, the lesser article in
    its upper half and the greater in its lower; pairs are sorted.
    """
    order = np.argsort(keys)
    keys, articles, fresh = keys[order], articles[order], fresh[order]
    begin = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    length = np.diff(begin, append=len(keys))
    of = np.repeat(np.arange(len(begin)), length)
    telling = (length >= 2) & (length <= MAX_SHARING)
    chosen = np.flatnonzero(fresh & telling[of])
    fellows = length[of[chosen]]
    blocks = np.cumsum(fellows) // _AT_ONCE
    found = np.zeros(0, np.uint64)
    for block in range(int(blocks[-1]) + 1 if len(blocks) else 0):
        some = slice(*np.searchsorted(blocks, (block, block + 1)))
        pairs = _pairs(articles, chosen[some], begin[of[chosen[some]]], fellows[some])
        found = distinct(np.concatenate([found, pairs]))
    return found


def _pairs(
    articles: Articles,
    chosen: npt.NDArray[np.intp],
    begin: npt.NDArray[np.intp],
    fellows: npt.NDArray[np.intp],
) -> Keys:
    """Each chosen row's article with the article of each of its `fellows` rows, from row `begin` on."""
    within = np.arange(fellows.sum()) - np.repeat(np.cumsum(fellows) - fellows, fellows)
    one = np.repeat(articles[chosen], fellows).astype(np.uint64)
    two = articles[np.repeat(begin, fellows) + within].astype(np.uint64)
    apart = one != two
    one, two = one[apart], two[apart]
    pairs: Keys = np.minimum(one, two) << np.uint64(32) | np.maximum(one, two)
    return pairs
