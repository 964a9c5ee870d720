import random
from collections.abc import Sequence

import numpy as np

from dedupe.articles.candidates.shared_bands import rank
from dedupe.articles.decision.cluster import Membership, Pair, cluster, stories


def clustered(count: int, pairs: Sequence[Pair], lengths: Sequence[float] = ()) -> list[Membership]:
    """The memberships of articles, each longer than the next where nothing is said of their lengths."""
    return cluster(rank(np.arange(count, dtype=np.uint32)), lengths or range(count, 0, -1), pairs)


def canonicals(count: int, *pairs: tuple[int, int, float]) -> list[int]:
    return [membership.canonical for membership in clustered(count, [near(*pair) for pair in pairs])]


def near(one: int, other: int, resemblance: float) -> Pair:
    return Pair(one, other, resemblance, resemblance)


def test_copies_gather_behind_the_first() -> None:
    assert canonicals(3, (0, 1, 0.9), (0, 2, 0.8), (1, 2, 0.7)) == [0, 0, 0]


def test_a_member_names_the_article_it_is_most_like() -> None:
    found = clustered(3, [near(0, 1, 0.8), near(0, 2, 0.5), near(1, 2, 0.95)])
    assert [membership.matched for membership in found] == [1, 2, 1]


def test_an_article_on_its_own_matches_itself() -> None:
    assert clustered(1, [])[0].matched == 0


def test_clusters_do_not_chain() -> None:
    assert canonicals(3, (0, 1, 0.9), (1, 2, 0.8)) == [0, 0, 2]


def test_a_digest_joins_the_item_it_is_most_like_and_does_not_bind_them() -> None:
    assert canonicals(5, (0, 1, 0.9), (2, 3, 0.9), (0, 4, 0.3), (1, 4, 0.3), (2, 4, 0.2), (3, 4, 0.2)) == [
        0,
        0,
        2,
        2,
        0,
    ]


def test_a_teaser_that_one_copy_lacks_stays_with_the_story() -> None:
    assert canonicals(4, (0, 1, 0.2), (0, 2, 0.2), (1, 2, 0.9), (1, 3, 0.8), (2, 3, 0.8)) == [0, 0, 0, 0]


def test_a_brief_that_only_the_original_has_whole_joins_it_and_not_where_only_a_digest_has_it() -> None:
    story = [near(0, 1, 0.9), near(0, 2, 0.7), near(1, 2, 0.7)]
    assert [each.canonical for each in clustered(4, [*story, Pair(0, 3, 0.1, 1.0)])] == [0, 0, 0, 0]
    elsewhere = [near(4, 5, 0.9), Pair(3, 4, 0.1, 1.0)]
    assert [each.canonical for each in clustered(6, [*story, Pair(0, 3, 0.1, 1.0), *elsewhere])][3] == 3
    digest = [near(0, 1, 0.9), Pair(0, 2, 0.4, 1.0), Pair(1, 2, 0.4, 1.0)]
    assert [each.canonical for each in clustered(4, [*digest, Pair(2, 3, 0.4, 1.0)])] == [0, 0, 0, 3]


def test_a_round_up_of_three_pieces_joins_none_and_a_story_keeps_its_excerpts() -> None:
    pieces = [Pair(0, piece, 0.3, 1.0) for piece in (1, 2, 3)]
    assert [each.canonical for each in clustered(4, pieces)] == [0, 1, 2, 3]
    for lengths, expected in (([100, 30, 30], [0, 0, 2]), ([100, 50, 45], [0, 1, 2])):
        found = clustered(3, pieces[:2], lengths)
        assert [each.canonical for each in found] == expected, "two may be two excerpts, unless they are all"
    assert [each.canonical for each in clustered(4, [*pieces, near(1, 2, 0.6), near(2, 3, 0.6)])] == [0] * 4
    assert [each.canonical for each in clustered(5, [*pieces, near(0, 4, 0.8)])][4] == 0, "a near copy"


def test_a_report_that_has_a_teaser_by_the_way_is_not_bound_by_it_to_the_story() -> None:
    story = [near(0, 1, 0.9), Pair(0, 2, 0.3, 1.0), Pair(1, 2, 0.3, 1.0)]
    lengths = [200, 180, 50, 400]
    found = clustered(4, [*story, Pair(2, 3, 0.12, 0.9)], lengths)
    assert [each.canonical for each in found] == [0, 0, 0, 3]
    of_two = clustered(4, [near(0, 1, 0.9), Pair(2, 3, 0.12, 0.9)], lengths)
    assert [each.canonical for each in of_two] == [0, 0, 2, 2], "a teaser of nothing else"


def test_a_piece_is_shorter_than_the_member_that_has_it() -> None:
    pairs = [near(0, 1, 0.9), near(0, 2, 0.7), near(1, 2, 0.7), Pair(0, 3, 0.26, 0.9)]
    for length, canonical in ((50, 0), (400, 3)):
        assert clustered(4, pairs, [200, 190, 180, length])[3].canonical == canonical


def test_word_for_word_copies_count_as_one_however_they_hang_together() -> None:
    assert canonicals(5, (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (1, 4, 0.6)) == [0, 0, 0, 0, 0]


def test_the_order_of_pairs_does_not_matter() -> None:
    rng = random.Random(5)
    pairs = [
        near(a, b, rng.choice((0.5, 0.7))) for a in range(20) for b in range(a + 1, 20) if rng.random() < 0.3
    ]
    expected = clustered(20, pairs)
    for _ in range(5):
        rng.shuffle(pairs)
        assert clustered(20, pairs) == expected


def test_a_story_is_everything_that_hangs_together() -> None:
    pairs = [near(0, 1, 0.9), near(1, 2, 0.9), near(3, 4, 0.9)]
    assert stories(5, pairs) == [0, 0, 0, 3, 3]
