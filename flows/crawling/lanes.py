"""Which sources share a crawl process. Pure.

A lane is one process. Sources that name a group of their own share a lane, sources in trouble are dealt out
to TROUBLED_LANES, and the rest to `count` lanes, since crawling is mostly waiting; no lane has more than
LANE_SOURCES chains. So what hurts one process hurts few others, and what has killed a process is alone in one
after three runs, as those that it took along are dealt out again: 250, 32, 4, 1. Sources of one host stand in
one chain and are crawled in turn, so that the host sees one connection at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from spiders.identity.urls import domain_of
from spiders.sources.source import Source

Chain = tuple[Source, ...]

LANE_SOURCES = 250
TROUBLED_LANES = 8
"""A process each for few sources in trouble; after a run without network all of them are."""


def lanes(sources: Iterable[Source], troubled: Collection[str], count: int) -> list[tuple[Chain, ...]]:
    """The chains of every lane: shared ones first, those of troubled sources last."""
    own: dict[str, list[Chain]] = defaultdict(list)
    ailing: list[Chain] = []
    common: list[Chain] = []
    for chain in _chains(sources):
        if chain[0].group:
            own[chain[0].group].append(chain)
        elif any(source.name in troubled for source in chain):
            ailing.append(chain)
        else:
            common.append(chain)
    groups = (tuple(group) for group in own.values())
    return [*_dealt(common, count), *groups, *_dealt(ailing, TROUBLED_LANES)]


def _dealt(chains: list[Chain], count: int) -> list[tuple[Chain, ...]]:
    """Chains dealt out to `count` lanes, or to more where those were too long."""
    wanted = max(count, -(-len(chains) // LANE_SOURCES))
    return [tuple(chains[start::wanted]) for start in range(min(wanted, len(chains)))]


def _chains(sources: Iterable[Source]) -> list[Chain]:
    hosts: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        hosts[domain_of(source.home)].append(source)
    return [tuple(chain) for chain in hosts.values()]
