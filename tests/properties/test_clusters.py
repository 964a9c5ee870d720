"""Properties of clusters, for any articles and pairs: the order of neither leaves a trace."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedupe.articles.candidates.shared_bands import rank
from dedupe.articles.decision.cluster import Membership, Pair, cluster, stories

LIKENESS = st.sampled_from([0.3, 0.5, 0.7, 0.9, 1.0])


def clustered(count: int, pairs: list[Pair]) -> list[Membership]:
    return cluster(rank(np.arange(count, dtype=np.uint32)), range(count, 0, -1), pairs)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[Pair]]:
    count = draw(st.integers(1, 9))
    possible = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    return count, [Pair(one, other, likeness := draw(LIKENESS), likeness) for one, other in chosen]


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_leaves_no_trace(graph: tuple[int, list[Pair]], chance: random.Random) -> None:
    count, pairs = graph
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert clustered(count, shuffled) == clustered(count, pairs)


@given(graphs())
def test_a_cluster_is_named_by_its_first_member(graph: tuple[int, list[Pair]]) -> None:
    canonicals = [one.canonical for one in clustered(*graph)]
    assert all(canonicals[canonical] == canonical <= number for number, canonical in enumerate(canonicals))


@given(graphs())
def test_a_member_matches_a_verified_copy_in_its_own_cluster_or_itself(graph: tuple[int, list[Pair]]) -> None:
    found = clustered(*graph)
    known = {(pair.first, pair.second) for pair in graph[1]}
    for number, one in enumerate(found):
        assert found[one.matched].canonical == one.canonical
        assert one.matched == number or tuple(sorted((number, one.matched))) in known


@given(graphs())
def test_a_cluster_lies_within_one_story_and_articles_of_the_same_words_within_one_cluster(
    graph: tuple[int, list[Pair]],
) -> None:
    canonicals, wider = [one.canonical for one in clustered(*graph)], stories(*graph)
    assert all(wider[number] == wider[canonical] for number, canonical in enumerate(canonicals))
    assert all(
        canonicals[pair.first] == canonicals[pair.second] for pair in graph[1] if pair.resemblance == 1.0
    )
