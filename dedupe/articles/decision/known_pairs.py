"""Which pairs of articles are known to be copies or none, although not every two of them were compared.

A pair is known where it was compared, or was not for want of anything in common. In components of up to
COMPLETED articles all pairs are. In a larger crowd an article is compared with the REPRESENTATIVES of least
rank (`shared_bands`) and perhaps with some others. So of an article that is linked to many, those pairs are
known of which the other's rank is up to that of the last representative it is linked to; or it is so the
other way round. That is a sample by chance of all pairs, so the share that is verified is that of all. An
article with fewer links, which joins no crowd whatever it was compared with, was compared with all it meets.

Which pairs were refused is nowhere stored: the ranks tell it as well, in one batch as in several.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedupe.articles.candidates.shared_bands import REPRESENTATIVES, Ranks

COMPLETED = 80
"""Articles of a component of which all pairs are compared."""

_MANY = 0.4 * REPRESENTATIVES

_ALL = np.full(1, np.iinfo(np.uint64).max, np.uint64)


@dataclass(frozen=True)
class ArticleGroup:
    """Articles of one group: the rank of each, and up to which rank it is known who is a copy of it."""

    ranks: Ranks
    known_to: Ranks

    def joined(self, other: ArticleGroup) -> ArticleGroup:
        """Both groups as one."""
        return ArticleGroup(*(np.concatenate(each) for each in zip(self._both, other._both, strict=True)))

    def known_pairs(self, other: ArticleGroup) -> int:
        """How many pairs between the groups are known."""
        known = (self.known_to[:, None] >= other.ranks) | (self.ranks[:, None] <= other.known_to)
        return int(np.count_nonzero(known))

    @property
    def _both(self) -> tuple[Ranks, Ranks]:
        return self.ranks, self.known_to


def known_to(linked: Ranks, component: int) -> Ranks:
    """Up to which rank it is known who is a copy of an article that is linked to those of the given ranks.

    `component` says how many articles hang together with it. The shape is (1,).
    """
    if component <= COMPLETED or len(linked) < _MANY:
        return _ALL
    return np.sort(linked)[:REPRESENTATIVES][-1:]
