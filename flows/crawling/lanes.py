"""Which sources share a crawl process. Pure.

A lane is one process. Sources that name a group of their own, and sources in trouble, have a lane to
themselves, so that what hurts one process hurts no other source; the rest share `count` lanes, since
crawling is mostly waiting. Sources of one host stand in one chain and are crawled in turn, so that the
host sees one connection at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from spiders.identity.urls import domain_of
from spiders.sources.source import Source

Chain = tuple[Source, ...]


def lanes(sources: Iterable[Source], troubled: Collection[str], count: int) -> list[tuple[Chain, ...]]:
    """The chains of every lane: shared ones first, those of troubled sources last."""
    own: dict[str, list[Chain]] = defaultdict(list)
    alone: list[tuple[Chain, ...]] = []
    common: list[Chain] = []
    for chain in _chains(sources):
        if chain[0].group:
            own[chain[0].group].append(chain)
        elif any(source.name in troubled for source in chain):
            alone.append((chain,))
        else:
            common.append(chain)
    shared = [tuple(common[start::count]) for start in range(min(count, len(common)))]
    return [*shared, *(tuple(group) for group in own.values()), *alone]


def _chains(sources: Iterable[Source]) -> list[Chain]:
    hosts: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        hosts[domain_of(source.home)].append(source)
    return [tuple(chain) for chain in hosts.values()]
