"""Articles that meet: those that share bands or sentences, and so are worth comparing.

Observed: among reports that are put together from a few hundred sentences (weather, results, property),
every two share one by chance. 200 such pages made 12,000 pairs to compare and 800 made 194,000, of which none
was a copy. Copies meet again and again: two that share half of their shingles do so in five bands on average,
beside the sentences that nobody touched.

The rule: what a key (a band or a sentence) says of two articles that share it is one part in the others that
do. Two articles meet when all that they share says MIN_EVIDENCE, or when they share MIN_SHARED keys. Each
article of a batch is compared with at most MAX_COMPARED others, those of which most is said; among equals
chance decides, so that the pairs left out of a large cluster are spread over it evenly. A key of a crowd says
nothing, and of an article with very many keys the rarest are looked at, up to MAX_FELLOWS fellows. So the
cost of a batch is bounded by its articles, whatever they have in common.

Exceptions: of copies that share one or two sentences with more than eight others and nothing else with each
other, the pair is not compared; it is found where both are copies of a third. Of more than MAX_SHARING copies
that differ by a word or two, but are not the same word for word, none are found.

A mistake costs: a pair in vain, some microseconds; a pair left out, a story shown twice, unless others
connect its articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import distinct, mix64

MAX_SHARING = 300
"""A band or sentence that more articles share says little of any two of them; true copies share others."""

MIN_EVIDENCE = 1 / 8
"""What a key says that nine articles share."""

MIN_SHARED = 3

MAX_COMPARED = 128
"""More than MIN_LINKED_SHARE of MAX_SHARING: what is left out cannot keep a copy from its cluster."""

MAX_FELLOWS = 1 << 18

_AT_ONCE = 1 << 21
"""Fellows that are looked at together."""

_CROWD_BITS, _ARTICLE_BITS = np.uint64(9), np.uint64(32)

Keys = npt.NDArray[np.uint64]
Articles = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Rows:
    """Rows of fresh articles, sorted by these: row i is of `article[i]` and shares its key with `fellows[i]`
    rows, itself among them, which are those from `begin[i]` on in the order of keys."""

    article: Articles
    begin: Numbers
    fellows: Numbers

    def where(self, which: Numbers | npt.NDArray[np.bool_]) -> _Rows:
        return _Rows(self.article[which], self.begin[which], self.fellows[which])


def sharing_pairs(keys: Keys, articles: Articles, fresh: npt.NDArray[np.bool_]) -> Keys:
    """Distinct pairs of articles that meet, at least one of them fresh.

    Row i says that article `articles[i]` has the key `keys[i]`; the rows hold all that have a key of a fresh
    article. A pair is one number, the lesser article in its upper half and the greater in its lower; pairs
    are sorted.
    """
    order = np.argsort(keys)
    keys, articles, fresh = keys[order], articles[order], fresh[order]
    rows = _bounded(_fresh_rows(keys, articles, fresh))
    found = [_met(articles, some) for some in _blocks(rows)]
    return distinct(np.concatenate([np.zeros(0, np.uint64), *found]))


def _fresh_rows(keys: Keys, articles: Articles, fresh: npt.NDArray[np.bool_]) -> _Rows:
    """The fresh rows of which the key is shared, by no crowd; of each article the rarest keys first."""
    begin = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    length = np.diff(begin, append=len(keys))
    of = np.repeat(np.arange(len(begin)), length)
    chosen = np.flatnonzero(fresh & (length[of] >= 2) & (length[of] <= MAX_SHARING))
    rows = _Rows(articles[chosen], begin[of[chosen]], length[of[chosen]])
    return rows.where(np.lexsort((rows.fellows, rows.article)))


def _bounded(rows: _Rows) -> _Rows:
    """The rows without those by which an article is beyond MAX_FELLOWS fellows."""
    sums = np.cumsum(rows.fellows)
    first = np.flatnonzero(np.diff(rows.article, prepend=~rows.article[:1]))
    before = np.repeat(sums[first] - rows.fellows[first], np.diff(first, append=len(sums)))
    return rows.where(sums - before <= MAX_FELLOWS)


def _blocks(rows: _Rows) -> Iterator[_Rows]:
    """The rows in parts of about _AT_ONCE fellows, all of an article in one."""
    first = np.flatnonzero(np.diff(rows.article, prepend=~rows.article[:1]))
    block = np.cumsum(rows.fellows)[first] // _AT_ONCE
    borders = [*first[np.flatnonzero(np.diff(block, prepend=-1))].tolist(), len(rows.article)]
    for begin, end in pairwise(borders):
        yield _Rows(rows.article[begin:end], rows.begin[begin:end], rows.fellows[begin:end])


def _met(articles: Articles, rows: _Rows) -> Keys:
    """The pairs of some fresh articles, all of whose rows are given."""
    # A meeting is one number, so that sorting these gathers them: article, fellow, how many share the key.
    distinct_articles, number = np.unique(rows.article, return_inverse=True)
    within = np.arange(rows.fellows.sum()) - np.repeat(np.cumsum(rows.fellows) - rows.fellows, rows.fellows)
    fellow = articles[np.repeat(rows.begin, rows.fellows) + within]
    others = fellow != np.repeat(rows.article, rows.fellows)
    ends = np.repeat(number.astype(np.uint64), rows.fellows) << _ARTICLE_BITS | fellow
    met = np.sort((ends << _CROWD_BITS | np.repeat(rows.fellows, rows.fellows).astype(np.uint64))[others])
    ends = met >> _CROWD_BITS
    first = np.flatnonzero(np.diff(ends, prepend=~ends[:1]))
    said = 1.0 / ((met & np.uint64((1 << 9) - 1)).astype(np.float64) - 1.0)
    evidence = np.add.reduceat(said, first) if len(first) else said
    strong = (evidence >= MIN_EVIDENCE) | (np.diff(first, append=len(ends)) >= MIN_SHARED)
    pairs = _named(distinct_articles, ends[first[strong]])
    return pairs[_best(ends[first[strong]] >> _ARTICLE_BITS, pairs, evidence[strong])]


def _named(articles: Articles, ends: Keys) -> Keys:
    """Pairs by the keys of both articles, the lesser first."""
    one = articles[(ends >> _ARTICLE_BITS).astype(np.intp)].astype(np.uint64)
    two = ends & np.uint64(0xFFFFFFFF)
    pairs: Keys = np.minimum(one, two) << _ARTICLE_BITS | np.maximum(one, two)
    return pairs


def _best(number: Keys, pairs: Keys, evidence: npt.NDArray[np.float64]) -> Numbers:
    """Places of the MAX_COMPARED pairs of each article of which most is said; `number` rises."""
    first = np.flatnonzero(np.diff(number, prepend=~number[:1]))
    counts = np.diff(first, append=len(number))
    if not len(counts) or counts.max() <= MAX_COMPARED:
        return np.arange(len(number))
    ranked = np.lexsort((mix64(pairs), -evidence, number))
    rank = np.arange(len(number)) - np.repeat(first, counts)
    return ranked[rank < MAX_COMPARED]
