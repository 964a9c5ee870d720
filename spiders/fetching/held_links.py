"""Links that wait until every document that may say more of them is read.

Theory. A feed states title, authors and date of an article, a front page hardly ever. Both are requested at
once, and which of them is there first is chance: a page that was requested from the front page alone is
judged without what the feed says of it. So a link waits as long as a document of a kind that says more is
open; documents are requested before pages, so that this costs a host's queue nothing. A feed on a slow
host of its own delays the links of the front page until it was read or given up.
"""

from __future__ import annotations

from collections import Counter

from spiders.fetching.ledger import SeenUrl, discovery_rank

_LIST = -1
"""The rank of the list of documents itself: until it is read to its end, any kind may follow."""


class HeldLinks:
    """The documents that are open in a run, by how much they say, and the links that wait for them."""

    def __init__(self) -> None:
        self._open = Counter({_LIST: 1})
        self._held: list[SeenUrl] = []

    @property
    def all_read(self) -> bool:
        """Whether no document is open."""
        return not self._open

    @property
    def waiting(self) -> int:
        """How many links wait."""
        return len(self._held)

    def hold(self, seen: SeenUrl) -> bool:
        """Keep a link where a document that may say more of it is open; whether one is."""
        waits = self._waits(seen)
        if waits:
            self._held.append(seen)
        return waits

    def opened(self, kind: str) -> None:
        """A document of this kind is to be requested."""
        self._open[discovery_rank(kind)] += 1

    def closed(self, kind: str | None) -> list[SeenUrl]:
        """A document of this kind (None: the list of documents) was read; the links that wait no longer."""
        rank = _LIST if kind is None else discovery_rank(kind)
        self._open[rank] -= 1
        if not self._open[rank]:
            del self._open[rank]
        free = [seen for seen in self._held if not self._waits(seen)]
        self._held = [seen for seen in self._held if self._waits(seen)]
        return free

    def _waits(self, seen: SeenUrl) -> bool:
        rank = discovery_rank(seen.discovery)
        return any(other < rank for other in self._open)
