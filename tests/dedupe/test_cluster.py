import random

from dedupe.articles.cluster import Pair, cluster, stories


def test_copies_gather_around_the_first():
    found = cluster(3, [Pair(0, 1, 0.9), Pair(0, 2, 0.8), Pair(1, 2, 0.7)])
    assert [membership.leader for membership in found] == [0, 0, 0]


def test_a_member_names_the_article_it_is_most_like():
    found = cluster(3, [Pair(0, 1, 0.9), Pair(0, 2, 0.5), Pair(1, 2, 0.95)])
    assert found[2].matched == 1


def test_clusters_do_not_chain():
    found = cluster(3, [Pair(0, 1, 0.9), Pair(1, 2, 0.9)])
    assert [membership.leader for membership in found] == [0, 0, 2]


def test_a_digest_joins_the_story_it_is_most_like():
    found = cluster(3, [Pair(0, 2, 0.6), Pair(1, 2, 0.7)])
    assert found[2].leader == 1


def test_the_order_of_pairs_does_not_matter():
    rng = random.Random(5)
    pairs = [
        Pair(a, b, rng.choice((0.5, 0.7))) for a in range(20) for b in range(a + 1, 20) if rng.random() < 0.3
    ]
    expected = cluster(20, pairs)
    for _ in range(5):
        rng.shuffle(pairs)
        assert cluster(20, pairs) == expected


def test_a_story_is_everything_that_hangs_together():
    assert stories(5, [Pair(0, 1, 0.9), Pair(1, 2, 0.9), Pair(3, 4, 0.9)]) == [0, 0, 0, 3, 3]
