"""Who is compared with whom: as many as copies need, and a bounded number for each article."""

import random
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from matched_lake import story

from dedupe.articles.candidates.shared_bands import (
    MAX_COMPARED,
    MAX_SHARING,
    REPRESENTATIVES,
    rank,
    sharing_pairs,
)
from dedupe.articles.decision.cluster import Pair, cluster
from flows.matching.band_lookup import keys_of
from flows.matching.signing import Signed, Subject, sign_batch, sign_parts

Row = tuple[int, int, bool]
"""A key, an article that has it, and whether the article is of the batch."""


def pairs_of(*rows: Row) -> list[tuple[int, int]]:
    keys, articles, fresh = zip(*rows, strict=True)
    found = sharing_pairs(np.array(keys, np.uint64), np.array(articles, np.uint32), np.array(fresh))
    return [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in found]


def sharing(articles: Iterable[int], *keys: int, fresh: bool = True) -> list[Row]:
    """Each of the articles has each of the keys."""
    return [(key, article, fresh) for key in keys for article in articles]


def test_a_key_that_nine_share_is_enough_and_of_those_that_more_share_it_takes_three() -> None:
    assert len(pairs_of(*sharing(range(9), 5))) == 9 * 8 // 2
    assert pairs_of(*sharing(range(40), 5, 6)) == []
    assert len(pairs_of(*sharing(range(40), 5, 6, 7))) == 40 * 39 // 2


def test_in_a_crowd_everyone_is_held_against_the_same_few() -> None:
    crowd = range(MAX_SHARING + 1)
    found = pairs_of(*sharing(crowd, 5, 6, 7), *sharing((1, 2), 8))
    representatives = {end for end, count in degrees(found).items() if count == len(crowd) - 1}
    assert len(representatives) == REPRESENTATIVES
    assert all(one in representatives or two in representatives for one, two in set(found) - {(1, 2)})


def test_a_new_representative_is_held_against_all_that_came_before_it() -> None:
    crowd = sorted(range(2 * MAX_SHARING), key=lambda article: rank(np.array([article], np.uint32))[0])
    before, new = crowd[1:], crowd[0]
    found = pairs_of(*sharing(before, 5, 6, 7, fresh=False), *sharing([new], 5, 6, 7))
    assert degrees(found)[new] == len(found) == len(before)


def test_an_article_is_held_against_those_with_which_it_shares_the_rarest() -> None:
    batch = [(key, 0, True) for key in range(9)]
    many = sharing(range(1, MAX_SHARING), 0, 1, 2, fresh=False)
    likely = [row for number in range(3, 9) for row in sharing((1000 + number,), number, fresh=False)]
    found = pairs_of(*batch, *many, *likely)
    assert len(found) == MAX_COMPARED
    assert {(0, 1000 + number) for number in range(3, 9)} < set(found)


@pytest.mark.parametrize("count", [MAX_SHARING, 3 * MAX_SHARING])
def test_a_crowd_of_copies_is_one_cluster_although_few_of_its_pairs_are_compared(count: int) -> None:
    found = pairs_of(*sharing(range(count), 5, 6, 7))
    assert len(found) <= MAX_COMPARED * count
    assert set(canonicals(count, found)) == {0}


def test_two_crowds_that_are_linked_by_a_digest_stay_two_clusters() -> None:
    one, other, digest = range(400), range(400, 800), 800
    found = pairs_of(*sharing([*one, digest], 5, 6, 7), *sharing([*other, digest], 8, 9, 10))
    assert set(canonicals(801, found)[:800]) == {0, 400}


def degrees(pairs: list[tuple[int, int]]) -> Counter[int]:
    return Counter(end for pair in pairs for end in pair)


def canonicals(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    members = cluster(
        rank(np.arange(count, dtype=np.uint32)),
        range(count, 0, -1),
        [Pair(one, two, 0.9, 0.9) for one, two in pairs],
    )
    return [member.canonical for member in members]


def from_a_pool(count: int) -> list[str]:
    """Reports put together from four hundred sentences."""
    draw = random.Random(1)
    pool = [story(f"sentence {number}", 10) for number in range(400)]
    return ["\n".join(draw.sample(pool, 12)) for _ in range(count)]


def one_template(count: int) -> list[str]:
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


def with_teasers(count: int) -> list[str]:
    """Stories of their own under eight teasers drawn from sixty."""
    draw = random.Random(3)
    teasers = [story(f"teaser {number}", 10) for number in range(60)]
    return ["\n".join([story(f"own {page}", 60), *draw.sample(teasers, 8)]) for page in range(count)]


@pytest.mark.parametrize("pages", [from_a_pool, one_template, with_teasers])
def test_the_pairs_grow_with_the_articles_and_not_with_their_square(
    pages: Callable[[int], list[str]],
) -> None:
    count = 800
    subjects = [Subject(f"{number:08x}", 1, "a", text, 0) for number, text in enumerate(pages(count))]
    bands = sign_batch(subjects)[0].bands
    keys = keys_of(bands["band"].to_numpy(), bands["hash"].to_numpy())
    found = sharing_pairs(keys, bands["article_key"].to_numpy(), np.ones(len(keys), np.bool_))
    assert len(found) <= MAX_COMPARED * count


def test_a_batch_in_parts_has_the_rows_of_the_whole() -> None:
    tail = story("promos of all", 40)
    texts = [story(f"own {page}", 120) + "\n" + tail for page in range(8)]
    subjects = [Subject(f"{number:08x}", 1, "a", text, number) for number, text in enumerate(texts)]
    whole, boilerplate = sign_batch(subjects)
    parts, same = sign_parts(lambda: [subjects[:3], subjects[3:4], subjects[4:]])
    assert len(boilerplate.tails) > 0
    assert boilerplate.tails.tolist() == same.tails.tolist()
    assert _rows(parts) == _rows(whole)


def _rows(signed: Signed) -> list[list[tuple[object, ...]]]:
    tables = signed.signatures, signed.bands
    return [sorted(zip(*table.to_pydict().values(), strict=True)) for table in tables]
