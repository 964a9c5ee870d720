"""Pairs that hang together through others and were never compared with each other. Pure.

Bands find most copies, not all: of two scanned copies of one story, each may meet the original and not the
other. Clusters need what share of the pairs between two groups are copies, so every pair within a connected
component of up to COMPLETED articles is compared. That also makes the outcome independent of which of them
met by chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from dedupe.articles.decision.cluster import Pair, stories
from dedupe.articles.decision.known_pairs import COMPLETED


def uncompared_pairs(
    links: Collection[tuple[str, str]], tried: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pairs within the connected components of `links` that are neither in `links` nor `tried`, sorted."""
    known = {_sorted(*pair) for pair in (*links, *tried)}
    ids = sorted({end for link in links for end in link})
    number = {article_id: index for index, article_id in enumerate(ids)}
    pairs = [Pair(number[one], number[two], 0.0, 0.0) for one, two in links]
    components: dict[int, list[str]] = defaultdict(list)
    for article_id, component in zip(ids, stories(len(ids), pairs), strict=True):
        components[component].append(article_id)
    small = (group for group in components.values() if len(group) <= COMPLETED)
    return [pair for group in small for pair in combinations(group, 2) if pair not in known]


def _sorted(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one < two else (two, one)
