"""Who is compared with whom: as many as copies need, and a bounded number for each article."""

import random
from collections import Counter

import numpy as np
import pytest
from matched_lake import story

from dedupe.articles.candidates.shared_bands import MAX_COMPARED, MAX_SHARING, sharing_pairs
from dedupe.articles.decision.cluster import MIN_LINKED_SHARE, Pair, cluster
from flows.matching.band_lookup import keys_of
from flows.matching.signing import Subject, sign_batch


def pairs_of(*rows):
    keys, articles, fresh = zip(*rows, strict=True)
    found = sharing_pairs(np.array(keys, np.uint64), np.array(articles, np.uint32), np.array(fresh))
    return [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in found]


def sharing(articles, *keys, fresh=True):
    """Each of the articles has each of the keys."""
    return [(key, article, fresh) for key in keys for article in articles]


def test_a_key_that_nine_share_is_enough_and_of_those_that_more_share_it_takes_three():
    assert len(pairs_of(*sharing(range(9), 5))) == 9 * 8 // 2
    assert pairs_of(*sharing(range(40), 5, 6)) == []
    assert len(pairs_of(*sharing(range(40), 5, 6, 7))) == 40 * 39 // 2


def test_a_crowd_makes_no_pairs():
    assert pairs_of(*sharing(range(MAX_SHARING + 1), 5, 6, 7), *sharing((1, 2), 8)) == [(1, 2)]


def test_an_article_is_held_against_those_with_which_it_shares_the_rarest():
    batch = [(key, 0, True) for key in range(9)]
    many = sharing(range(1, 200), 0, 1, 2, fresh=False)
    likely = [row for number in range(3, 9) for row in sharing((1000 + number,), number, fresh=False)]
    found = pairs_of(*batch, *many, *likely)
    assert len(found) == MAX_COMPARED
    assert {(0, 1000 + number) for number in range(3, 9)} < set(found)


def test_of_the_largest_crowd_every_copy_keeps_enough_pairs_for_its_cluster():
    found = pairs_of(*sharing(range(MAX_SHARING), 5, 6, 7))
    degrees = Counter(end for pair in found for end in pair)
    assert len(found) <= MAX_COMPARED * MAX_SHARING
    assert min(degrees.values()) > MIN_LINKED_SHARE * (MAX_SHARING - 1)
    members = cluster(MAX_SHARING, [Pair(one, two, 0.9) for one, two in found])
    assert {member.canonical for member in members} == {0}


def from_a_pool(count):
    """Reports put together from four hundred sentences."""
    draw = random.Random(1)
    pool = [story(f"sentence {number}", 10) for number in range(400)]
    return ["\n".join(draw.sample(pool, 12)) for _ in range(count)]


def one_template(count):
    """One text, of which each page replaces one sentence of three."""
    draw = random.Random(2)
    lines = story("template", 200).split("\n")
    return [
        "\n".join(
            line if draw.random() < 0.66 else story(f"{page} {number}", 10)
            for number, line in enumerate(lines)
        )
        for page in range(count)
    ]


def with_teasers(count):
    """Stories of their own under eight teasers drawn from sixty."""
    draw = random.Random(3)
    teasers = [story(f"teaser {number}", 10) for number in range(60)]
    return ["\n".join([story(f"own {page}", 60), *draw.sample(teasers, 8)]) for page in range(count)]


@pytest.mark.parametrize("pages", [from_a_pool, one_template, with_teasers])
def test_the_pairs_grow_with_the_articles_and_not_with_their_square(pages):
    count = 800
    subjects = [Subject(f"{number:08x}", 1, "a", text, 0) for number, text in enumerate(pages(count))]
    bands = sign_batch(subjects)[0].bands
    keys = keys_of(bands["band"].to_numpy(), bands["hash"].to_numpy())
    found = sharing_pairs(keys, bands["article_key"].to_numpy(), np.ones(len(keys), np.bool_))
    assert len(found) <= MAX_COMPARED * count
