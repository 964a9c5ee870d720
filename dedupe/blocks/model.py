"""What is known of a site's blocks: in how many of its stories each one stood."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

FEWEST = 2
MOST = 10


@dataclass(frozen=True)
class SiteModel:
    """Distinct stories seen at one site, and for each block's fingerprint how many of them carried it."""

    stories: int = 0
    carried: Mapping[int, int] = field(default_factory=dict)

    def votes(self, fingerprint: int) -> int:
        return self.carried.get(fingerprint, 0)

    @cached_property
    def needed(self) -> int:
        """Votes that make a block the site's own: 2 for up to four stories, then the root, at most 10.

        With few stories every repetition is evidence; with many, related stories come to share paragraphs.
        """
        return min(MOST, max(FEWEST, math.ceil(math.sqrt(self.stories))))

    def repeats(self, fingerprint: int) -> bool:
        return self.votes(fingerprint) >= self.needed

    def standing(self, fingerprint: int) -> int | None:
        """How far a block's votes are from the threshold: -1, 0 or 1 and more; None where it is far below.

        Only a block whose standing rises can be cut where it was not before.
        """
        votes = self.carried.get(fingerprint, 0)
        if votes < FEWEST:  # nearly all
            return None
        distance = min(votes - self.needed, 1)
        return distance if distance >= -1 else None

    def plus(self, stories: int, observed: Iterable[tuple[int, int]]) -> SiteModel:
        """The model after `stories` more, with (fingerprint, stories that carried it)."""
        carried = dict(self.carried)
        for fingerprint, count in observed:
            carried[fingerprint] = carried.get(fingerprint, 0) + count
        return SiteModel(self.stories + stories, carried)
