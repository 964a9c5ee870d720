"""Articles that meet: those that share bands or sentences, and so are worth comparing.

Observed: among reports that are put together from a few hundred sentences (weather, results, property),
every two share one by chance. 200 such pages made 12,000 pairs to compare and 800 made 194,000, of which none
was a copy. Copies meet again and again: two that share half of their shingles do so in five bands on average,
beside the sentences that nobody touched. And a wire story that 800 outlets print, each with a dateline or a
headline of its own, is a crowd that shares nearly all it has: it is one cluster, as 40 such outlets are.

The rule: what a key (a band or a sentence) says of two articles that share it is one part in the others that
do. Two articles meet when all that they share says MIN_EVIDENCE, or when they share MIN_SHARED keys. A key of
more than MAX_SHARING articles is a crowd's: its REPRESENTATIVES, those of least `rank` (a hash of the
article, so that the crowds of one story have the same), meet all others of it, and these meet nobody else in
it. Each article of a batch is compared with at most MAX_COMPARED others, REPRESENTATIVES of them those of
least rank, the others those of which most is said. Of an article with very many keys the rarest are looked
at, up to MAX_FELLOWS fellows. So the cost of a batch is bounded by its articles, whatever they have in
common; and that two articles were not compared says nothing: `known_pairs` tells by the ranks where it is so.

Exceptions: of copies that share one or two sentences with more than eight others and nothing else with each
other, the pair is not compared; it is found where both are copies of a third.

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

MAX_SHARING = 100
"""A band or sentence that more articles share is a crowd's."""

REPRESENTATIVES = 32

MIN_EVIDENCE = 1 / 8
"""What a key says that nine articles share."""

MIN_SHARED = 3

MAX_COMPARED = 64

MAX_FELLOWS = 1 << 18

_AT_ONCE = 1 << 21
"""Fellows that are looked at together."""

_CROWD_BITS, _ARTICLE_BITS = np.uint64(9), np.uint64(32)

Keys = npt.NDArray[np.uint64]
Ranks = npt.NDArray[np.uint64]
Articles = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Rows:
    """Rows of articles, sorted by these: row i is of `article[i]`. `sharing[i]` articles have its key; of
    these, the `fellows[i]` from `begin[i]` on are looked at, itself perhaps among them."""

    article: Articles
    begin: Numbers
    fellows: Numbers
    sharing: Numbers

    def where(self, which: Numbers | npt.NDArray[np.bool_]) -> _Rows:
        return _Rows(self.article[which], self.begin[which], self.fellows[which], self.sharing[which])


def rank(articles: Articles) -> Ranks:
    """Where each article stands in the order by which representatives are chosen; of no meaning else."""
    return mix64(articles.astype(np.uint64))


def sharing_pairs(keys: Keys, articles: Articles, fresh: npt.NDArray[np.bool_]) -> Keys:
    """Distinct pairs of articles that meet, at least one of them fresh.

    Row i says that article `articles[i]` has the key `keys[i]`; the rows hold all that have a key of a fresh
    article. A pair is one number, the lesser article in its upper half and the greater in its lower; pairs
    are sorted.
    """
    order = np.argsort(keys)
    keys, articles, fresh = keys[order], articles[order], fresh[order]
    begin = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    length = np.diff(begin, append=len(keys))
    _by_rank(articles, fresh, np.repeat(length, length) > MAX_SHARING, keys)
    rows, fellows = _rows(articles, fresh, begin, length)
    found = [_met(fellows, some) for some in _blocks(_bounded(rows))]
    return distinct(np.concatenate([np.zeros(0, np.uint64), *found]))


def _by_rank(
    articles: Articles, fresh: npt.NDArray[np.bool_], in_crowd: npt.NDArray[np.bool_], keys: Keys
) -> None:
    """Sorts the rows of each crowd by rank, in place."""
    places = np.flatnonzero(in_crowd)
    ranked = places[np.lexsort((rank(articles[places]), keys[places]))]
    articles[places], fresh[places] = articles[ranked], fresh[ranked]


def _rows(
    articles: Articles, fresh: npt.NDArray[np.bool_], begin: Numbers, length: Numbers
) -> tuple[_Rows, Articles]:
    """The rows of which fellows are looked at, of each article the rarest keys first, and all fellows.

    Those are of fresh articles, and in a crowd with fresh representatives of all others, which look at these.
    """
    of = np.repeat(np.arange(len(begin)), length)
    crowd = length > MAX_SHARING
    newly = np.flatnonzero(crowd[of] & fresh & (np.arange(len(of)) - begin[of] < REPRESENTATIVES))
    new = np.bincount(of[newly], minlength=len(begin))
    looked_at = np.where(crowd, REPRESENTATIVES, length)
    one, other = np.flatnonzero(fresh & (length[of] >= 2)), np.flatnonzero(~fresh & (new[of] > 0))
    first_new = len(articles) + np.cumsum(new) - new
    rows = _Rows(
        articles[np.concatenate([one, other])],
        np.concatenate([begin[of[one]], first_new[of[other]]]),
        np.concatenate([looked_at[of[one]], new[of[other]]]),
        np.minimum(length[of[np.concatenate([one, other])]], (1 << 9) - 1),
    )
    return rows.where(np.lexsort((rows.sharing, rows.article))), np.concatenate([articles, articles[newly]])


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
        yield rows.where(np.arange(begin, end))


def _met(articles: Articles, rows: _Rows) -> Keys:
    """The pairs of some articles, all of whose rows are given."""
    # A meeting is one number, so that sorting these gathers them: article, fellow, how many share the key.
    of_article = np.diff(rows.article, prepend=~rows.article[:1]) != 0
    distinct_articles, number = rows.article[of_article], np.cumsum(of_article) - 1
    within = np.arange(rows.fellows.sum()) - np.repeat(np.cumsum(rows.fellows) - rows.fellows, rows.fellows)
    fellow = articles[np.repeat(rows.begin, rows.fellows) + within]
    others = fellow != np.repeat(rows.article, rows.fellows)
    ends = np.repeat(number.astype(np.uint64), rows.fellows) << _ARTICLE_BITS | fellow
    met = np.sort((ends << _CROWD_BITS | np.repeat(rows.sharing, rows.fellows).astype(np.uint64))[others])
    ends = met >> _CROWD_BITS
    first = np.flatnonzero(np.diff(ends, prepend=~ends[:1]))
    said = 1.0 / ((met & np.uint64((1 << 9) - 1)).astype(np.float64) - 1.0)
    evidence = np.add.reduceat(said, first) if len(first) else said
    strong = (evidence >= MIN_EVIDENCE) | (np.diff(first, append=len(ends)) >= MIN_SHARED)
    ends, evidence = ends[first[strong]], evidence[strong]
    return _named(distinct_articles, ends[_best(ends >> _ARTICLE_BITS, ends, evidence)])


def _named(articles: Articles, ends: Keys) -> Keys:
    """Pairs by the keys of both articles, the lesser first."""
    one = articles[(ends >> _ARTICLE_BITS).astype(np.intp)].astype(np.uint64)
    two = ends & np.uint64(0xFFFFFFFF)
    pairs: Keys = np.minimum(one, two) << _ARTICLE_BITS | np.maximum(one, two)
    return pairs


def _best(number: Keys, ends: Keys, evidence: npt.NDArray[np.float64]) -> Numbers:
    """Places of the MAX_COMPARED pairs of each article that are compared; `number` rises."""
    first = np.flatnonzero(np.diff(number, prepend=~number[:1]))
    counts = np.diff(first, append=len(number))
    if not len(counts) or counts.max() <= MAX_COMPARED:
        return np.arange(len(number))
    ranks = rank((ends & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    place = np.arange(len(number)) - np.repeat(first, counts)
    least = np.lexsort((ranks, number))[place < REPRESENTATIVES]
    rest = evidence.copy()
    rest[least] = np.inf
    return np.lexsort((ranks, -rest, number))[place < MAX_COMPARED]
