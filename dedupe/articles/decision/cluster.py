"""Clusters of verified pairs: groups whose members are mostly copies of one another, never chains.

Observed: pairs are nearly transitive, and the rest does harm. A digest is an excerpt's relation to each of
its items, which have nothing in common; two excerpts of one story may not overlap, although both belong to
it. Connected components put the items of a digest together, and one more digest a day makes half a month
one cluster; stars around the first article lose whatever an early teaser does not have.

The rule: pairs are taken from the most alike to the least. Two groups become one when more than
MIN_LINKED_SHARE of the pairs between them that are known are verified (average linkage, Sokal and Michener
1958, on a graph of yes and no), and a single pair only where both are one article each: one link to one of
two is what a digest has. So a newcomer joins those it is most like, and A ~ B ~ C alone does not put C with
A. Articles with the same words count as one, however many they are.

What remains on its own is a *piece* of a story where a longer member has it nearly whole (WHOLE) and is
itself nearly another member (NEARLY): a brief of sentences that each of the other members lacks some of. It
joins them where it is linked to no other group. A digest has items that no other member has, so what only a
digest has stays apart.

A *passage* is a piece that is at most a quarter (BY_THE_WAY) of what has it: a later report says again what
the first one said, and has a teaser of it whole. Where the piece is linked to two that are linked, too, and
the longer text to none that the piece is linked to, the link between them counts for nothing: else the teaser
binds the report to the story, seven pairs for one.

A *round-up* is linked to PIECES or more of which no two are linked, or to two that make it up (MADE_UP), and
to nothing else; so is a brief that as many digests print. By chance one of them would be the first to join
it: where none is a near copy (NEAR) these links count for nothing. Excerpts of one story overlap, mostly, or
it has a near copy.

Which pairs are known is told by `known_pairs`: in a crowd not every two articles are compared.

The outcome is a function of the articles and their pairs: the order and the batches they came in leave no
trace. A mistake costs a story shown twice, or a story hidden behind a digest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from dedupe.articles.candidates.shared_bands import Ranks
from dedupe.articles.decision.known_pairs import ArticleGroup, known_to
from dedupe.articles.decision.verify import NEAR

MIN_LINKED_SHARE = 0.4

WHOLE = 0.8
NEARLY = 0.6

BY_THE_WAY = 0.25
"""Resemblance up to which an excerpt is a passage of the longer text."""

MADE_UP = 0.9
"""The share of a round-up that two pieces of it make up."""

PIECES = 3
"""Pieces of a round-up from which on it belongs to none of them, however much else it has."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two verified copies, each named by its number in the canonical order; first < second.

    `similarity` is the share of the shorter that the longer has, where one is an excerpt; else `resemblance`.
    """

    first: int
    second: int
    resemblance: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Membership:
    """The cluster of one article, named by its first member, and the other member that it is most like.

    An article on its own matches itself.
    """

    canonical: int
    matched: int


def cluster(ranks: Ranks, lengths: Sequence[float], pairs: Sequence[Pair]) -> list[Membership]:
    """The membership of each article. They are numbered in canonical order; `ranks` has the `rank` of each,
    `lengths` the words.

    No two articles may be in `pairs` twice.
    """
    kept = _without_passages(_without_round_ups(pairs, lengths), lengths)
    ranked = sorted(kept, key=lambda pair: (-pair.resemblance, pair.first, pair.second))
    canonicals = _grouped(ranks, lengths, ranked)
    matched = list(range(len(ranks)))
    for pair in reversed(ranked):
        if canonicals[pair.first] == canonicals[pair.second]:
            matched[pair.first], matched[pair.second] = pair.second, pair.first
    return [Membership(canonical, match) for canonical, match in zip(canonicals, matched, strict=True)]


def _without_round_ups(pairs: Sequence[Pair], lengths: Sequence[float]) -> list[Pair]:
    """The pairs but those of round-ups with their pieces."""
    linked: dict[int, set[int]] = defaultdict(set)
    pieces: dict[int, list[int]] = defaultdict(list)
    printed: dict[int, float] = defaultdict(float)
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            linked[one].add(other)
            if _is_piece(pair):
                pieces[one].append(other)
                printed[one] += pair.similarity * min(lengths[other], lengths[one])
    round_ups = {
        one
        for one, some in pieces.items()
        if len(linked[one]) == len(some)
        and (len(some) >= PIECES or (len(some) > 1 and printed[one] >= MADE_UP * lengths[one]))
        and all(linked[piece].isdisjoint(some) for piece in some)
    }
    return [pair for pair in pairs if not _is_piece(pair) or round_ups.isdisjoint((pair.first, pair.second))]


def _without_passages(pairs: Sequence[Pair], lengths: Sequence[float]) -> list[Pair]:
    """The pairs but those of a piece of others and a longer text that has it by the way."""
    linked: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        linked[pair.first].add(pair.second)
        linked[pair.second].add(pair.first)

    @cache
    def is_of_others(piece: int) -> bool:
        return any(not linked[other].isdisjoint(linked[piece]) for other in linked[piece])

    def is_passage(pair: Pair) -> bool:
        piece, longer = sorted((pair.first, pair.second), key=lengths.__getitem__)
        return linked[piece].isdisjoint(linked[longer]) and is_of_others(piece)

    return [pair for pair in pairs if pair.resemblance >= BY_THE_WAY or not is_passage(pair)]


def _is_piece(pair: Pair) -> bool:
    """Whether one has the other, or most of it, beside much of its own."""
    return pair.resemblance < min(NEAR, pair.similarity)


def stories(count: int, pairs: Sequence[Pair]) -> list[int]:
    """The wider story of each article: its connected component, named by the first member."""
    root = list(range(count))
    for pair in pairs:
        _unite(root, pair.first, pair.second)
    return [_root(root, number) for number in range(count)]


def _grouped(ranks: Ranks, lengths: Sequence[float], ranked: Sequence[Pair]) -> list[int]:
    """The first member of each article's group; those that are wholly alike count as one."""
    root = list(range(len(ranks)))
    for pair in ranked:
        if pair.resemblance == 1.0:
            _unite(root, pair.first, pair.second)
    component = stories(len(ranks), ranked)
    size = Counter(component)
    for pair in ranked:
        if size[component[pair.first]] == 2:  # nothing to weigh, and most are so
            _unite(root, pair.first, pair.second)
    edges = [edge for edge in dict.fromkeys(_ends(root, pair) for pair in ranked) if edge[0] != edge[1]]
    links: dict[int, Counter[int]] = defaultdict(Counter)
    for a, b in edges:
        links[a][b] = links[b][a] = 1
    groups = _singles(_ranks_of_linked(root, ranked, ranks), links, component)
    refused: Counter[tuple[int, int]] = Counter()
    first = list(range(len(ranks)))
    for edge in edges:
        a, b = sorted(_root(root, end) for end in edge)
        if a == b or links[a][b] <= MIN_LINKED_SHARE * refused[a, b]:
            continue
        known = groups[a].known_pairs(groups[b])
        if not _mostly(links[a][b], groups[a], groups[b], known):
            # The known pairs between two groups only grow: until there are more links, they stay apart.
            refused[a, b] = known
            continue
        # The links of the one that has fewer are moved, so that no article's are moved again and again.
        kept, gone = (a, b) if len(links[a]) >= len(links[b]) else (b, a)
        root[gone] = kept
        groups[kept] = groups[kept].joined(groups.pop(gone))
        first[kept] = min(first[a], first[b])
        _join(links, kept, gone)
    group = [first[_root(root, number)] for number in range(len(ranks))]
    return _with_pieces(group, lengths, ranked)


def _with_pieces(group: Sequence[int], lengths: Sequence[float], pairs: Sequence[Pair]) -> list[int]:
    """The groups, each with the pieces of it that stand on their own."""
    size = Counter(group)
    linked: dict[int, set[int]] = defaultdict(set)
    firm = set[int]()
    for pair in pairs:
        one, other = group[pair.first], group[pair.second]
        if one != other:
            linked[one].update([other] * (size[other] > 1))
            linked[other].update([one] * (size[one] > 1))
        elif pair.resemblance >= NEARLY:
            firm.update((pair.first, pair.second))
    target = {
        group[piece]: group[whole]
        for pair in pairs
        if pair.similarity >= WHOLE and pair.similarity > pair.resemblance
        for piece, whole in ((pair.first, pair.second), (pair.second, pair.first))
        if lengths[piece] <= lengths[whole]
        and size[group[piece]] == 1
        and whole in firm
        and linked[group[piece]] == {group[whole]}
    }
    return _renamed([target.get(each, each) for each in group])


def _renamed(group: Sequence[int]) -> list[int]:
    """The groups, each named by its first member."""
    first: dict[int, int] = {}
    for number, name in enumerate(group):
        first.setdefault(name, number)
    return [first[name] for name in group]


def _ranks_of_linked(root: list[int], pairs: Sequence[Pair], ranks: Ranks) -> Ranks:
    """The rank of each article; of those with the same words, the least that others are linked to."""
    found = np.full(len(ranks), np.iinfo(np.uint64).max, np.uint64)
    for pair in pairs:
        if pair.resemblance < 1.0:
            for end in (pair.first, pair.second):
                found[_root(root, end)] = min(found[_root(root, end)], ranks[end])
    return found


def _singles(
    ranks: Ranks, links: Mapping[int, Counter[int]], component: Sequence[int]
) -> dict[int, ArticleGroup]:
    """The groups of one article each that have links."""
    size = Counter(component)
    return {
        article: ArticleGroup(
            ranks[[article]], known_to(ranks[list(links[article])], size[component[article]])
        )
        for article in links
    }


def _mostly(links: int, one: ArticleGroup, other: ArticleGroup, known: int) -> bool:
    """One link is enough between two articles only: a single one to a pair is what a digest has."""
    if links == 1:
        return len(one.ranks) == len(other.ranks) == 1
    return links > MIN_LINKED_SHARE * known


def _ends(root: list[int], pair: Pair) -> tuple[int, int]:
    a, b = sorted((_root(root, pair.first), _root(root, pair.second)))
    return a, b


def _unite(root: list[int], one: int, two: int) -> None:
    a, b = sorted((_root(root, one), _root(root, two)))
    root[b] = a


def _join(links: dict[int, Counter[int]], kept: int, gone: int) -> None:
    """Moves the links of group `gone` to group `kept`."""
    for other, count in links.pop(gone).items():
        del links[other][gone]
        if other != kept:
            links[kept][other] += count
            links[other][kept] += count


def _root(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number
