"""Sources shared out over several machines. Pure.

A shard takes whole registrable domains, so that all hosts of a site are requested by one machine, which keeps
their delays and their rules: no two machines need agree on anything. A domain is the shard's that draws the
highest hash with it (rendezvous hashing): it depends on nothing but the domain and the number of shards, so a
source that is added moves no other, and one shard more takes its part of the domains and moves none else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from spiders.identity.urls import site_of
from spiders.sources.source import Source
from warehouse.base.errors import CopydeskError

MOST = 1_000


class NotAShard(CopydeskError):
    """A text that names no shard."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return (
            f"{self.text!r} is not a shard; write which of how many, from 1/1 to {MOST}/{MOST}: 2/3 is the "
            "second of three"
        )


@dataclass(frozen=True)
class Shard:
    """One of `count` shards; `number` counts from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard of a text like `2/3`. Raises NotAShard."""
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
        if not match or not 1 <= int(match[1]) <= int(match[2]) <= MOST:
            raise NotAShard(text)
        return cls(int(match[1]), int(match[2]))

    def takes(self, key: str) -> bool:
        """Whether a key, such as a registrable domain, belongs to this shard: it does to just one."""
        return self.number == max(range(1, self.count + 1), key=lambda number: _drawn(number, key))

    def of(self, sources: Mapping[str, Source]) -> dict[str, Source]:
        """All sources, those of other shards not enabled."""
        return {
            name: source if self.takes(site_of(source.home)) else replace(source, enabled=False)
            for name, source in sources.items()
        }


ALL = Shard(1, 1)


def _drawn(number: int, key: str) -> bytes:
    return hashlib.sha256(f"{number} {key}".encode()).digest()
