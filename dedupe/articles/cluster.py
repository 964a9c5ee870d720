"""Clusters of verified pairs: stars around a canonical, never chains.

Articles are taken in the order in which canonicals are chosen. Each joins the cluster that holds the article
it is most like, among clusters whose first member it is itself a copy of; otherwise it begins one. So every
member is a copy of its cluster's first, and A ~ B ~ C does not put C with A when the two are unlike. The
outcome is a function of the articles and pairs alone: the order and the batches they came in do not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Two verified copies, each named by its number in the canonical order; first < second."""

    first: int
    second: int
    similarity: float


@dataclass(frozen=True)
class Membership:
    """The cluster of one article, named by its first member, and the member that it is most like."""

    leader: int
    matched: int


def cluster(count: int, pairs: Iterable[Pair]) -> list[Membership]:
    """The membership of each of `count` articles, which are numbered in canonical order."""
    earlier: list[dict[int, float]] = [{} for _ in range(count)]
    for pair in pairs:
        earlier[pair.second][pair.first] = max(pair.similarity, earlier[pair.second].get(pair.first, 0.0))
    found: list[Membership] = []
    for number, alike in enumerate(earlier):
        joinable = [other for other in alike if found[other].leader in alike]
        best = min(joinable, key=lambda other: (-alike[other], other), default=number)
        found.append(Membership(found[best].leader if joinable else number, best))
    return found


def stories(count: int, pairs: Iterable[Pair]) -> list[int]:
    """The connected component of each article, named by its first member."""
    root = list(range(count))
    for pair in pairs:
        a, b = _root(root, pair.first), _root(root, pair.second)
        root[max(a, b)] = min(a, b)
    return [_root(root, number) for number in range(count)]


def _root(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number
