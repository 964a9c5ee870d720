"""What every text of a site ends in is found, and what copies have in common is left alone."""

import random
from collections.abc import Sequence

import pytest

from dedupe.articles.boilerplate import find_boilerplate
from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, without_boilerplate
from dedupe.articles.boilerplate.find_boilerplate import find_shared_boilerplate
from dedupe.articles.decision.prepare import prepare
from dedupe.articles.text.sentences import concatenate, read_sentences
from dedupe.articles.text.words import read_words


def sentences(seed: str | int, count: int) -> list[str]:
    rng = random.Random(seed)

    def made_up() -> str:
        return "".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8)))

    return [" ".join(made_up() for _ in range(10)) + "." for _ in range(count)]


PROMO = sentences("promo", 6)
STORIES = [sentences(number, 12) for number in range(20)]


def boilerplate(texts: Sequence[Sequence[str]]) -> SharedBoilerplate:
    return find_shared_boilerplate(read_sentences(read_words(["\n".join(text) for text in texts])))


def words_left(text: Sequence[str], found: SharedBoilerplate) -> int:
    return len(without_boilerplate(read_words(["\n".join(text)]), found).hashes)


def test_a_tail_under_every_story_is_cut() -> None:
    found = boilerplate([story + PROMO for story in STORIES])
    assert (len(found.heads), len(found.tails)) == (0, 6)
    assert words_left(STORIES[0] + PROMO, found) == 120


def test_a_head_over_every_story_is_cut() -> None:
    found = boilerplate([PROMO[:2] + story for story in STORIES])
    assert (len(found.heads), len(found.tails)) == (2, 0)
    assert words_left(PROMO[:2] + STORIES[0], found) == 120


def test_a_rotating_headline_within_the_tail_goes_with_it() -> None:
    texts = [story + PROMO[:3] + sentences(f"headline {n}", 1) + PROMO[3:] for n, story in enumerate(STORIES)]
    assert words_left(texts[0], boilerplate(texts)) == 120


def test_twenty_copies_of_one_story_have_no_boilerplate() -> None:
    assert not boilerplate([sentences(f"local {n}", 1) + STORIES[0] for n in range(20)])


def test_of_the_lines_that_a_scanner_left_whole_only_the_first_and_last_can_be_taken_for_boilerplate() -> (
    None
):
    rng = random.Random(1)
    texts = [
        [line if rng.random() < 0.3 else sentences(f"{number} {line}", 1)[0] for line in STORIES[0]]
        for number in range(30)
    ]
    found = boilerplate(texts)
    assert min(words_left(text, found) for text in texts) >= 100


def test_a_few_texts_are_too_few_to_tell() -> None:
    assert not boilerplate([story + PROMO for story in STORIES[:3]])


def test_a_text_that_is_nothing_but_boilerplate_is_kept() -> None:
    found = boilerplate([story + PROMO for story in STORIES])
    assert words_left(PROMO, found) == 60


def test_nothing_is_found_in_nothing() -> None:
    assert not find_shared_boilerplate(concatenate([]))
    assert words_left(PROMO, NO_BOILERPLATE) == 60


def test_texts_are_compared_without_their_boilerplate() -> None:
    found = boilerplate([story + PROMO for story in STORIES])
    (text,) = prepare(["\n".join(STORIES[3] + PROMO)], found)
    assert text.length == 120


def test_a_line_of_all_outlets_above_the_promo_of_each_is_boilerplate_too() -> None:
    legal = sentences("all rights reserved", 1)
    outlets = [sentences(f"outlet {number}", 2) for number in range(5)]
    texts = [
        sentences(f"story {outlet} {number}", 12) + legal + promo
        for outlet, promo in enumerate(outlets)
        for number in range(10)
    ]
    found = boilerplate(texts)
    assert len(found.tails) == 11
    assert words_left(texts[0], found) == 120


def test_a_few_texts_of_each_outlet_are_enough_although_some_stories_stand_in_as_many_outlets() -> None:
    tails = [sentences(f"outlet {number}", 5) for number in range(10)]
    texts = [
        sentences(f"{outlet} {number}", 12) + tail for outlet, tail in enumerate(tails) for number in range(3)
    ]
    texts += [STORIES[0] + tail for tail in tails[:8]] + [STORIES[1] + tail for tail in tails[2:]]
    found = boilerplate(texts)
    assert {words_left(text, found) for text in texts} == {120}


def test_a_long_tail_under_briefs_and_long_stories_is_cut_from_all_of_them() -> None:
    tail = sentences("long promo", 40)
    texts = [sentences(f"mixed {number}", 3 + number % 20) + tail for number in range(40)]
    found = boilerplate(texts)
    assert [words_left(text, found) for text in texts] == [10 * (3 + number % 20) for number in range(40)]


def test_a_paragraph_that_two_outlets_print_among_their_own_promos_goes_too() -> None:
    shared = sentences("both", 3)
    tails = [
        sentences(f"before {outlet}", 8) + shared + sentences(f"after {outlet}", 6) for outlet in range(2)
    ]
    texts = [sentences(f"brief {number}", 4) + tails[number % 2] for number in range(30)]
    found = boilerplate(texts)
    assert {words_left(text, found) for text in texts} == {40}


def test_lines_that_two_briefs_have_below_the_footer_of_others_are_of_the_footer() -> None:
    footer = sentences("footer", 9)
    texts = [sentences(f"brief {number}", 4) + footer[: 4 + number] for number in range(6)]
    found = boilerplate(texts)
    assert [words_left(text, found) for text in texts] == [40] * 6


def test_a_footer_that_grows_is_cut_from_briefs_that_have_a_head_too() -> None:
    head, footer = sentences("head", 4), sentences("footer", 7)
    texts = [head + sentences(f"brief {number}", 4) + footer[: 2 + number // 2] for number in range(12)]
    found = boilerplate(texts)
    assert [words_left(text, found) for text in texts] == [40] * 12


def test_a_story_is_not_of_the_footer_that_quotes_a_sentence_of_it() -> None:
    footer = [*sentences("footer", 2), STORIES[0][3]]
    texts = [sentences(f"brief {number}", 4) + footer for number in range(20)]
    texts += [sentences(f"report {number}", 3) + STORIES[0][3:] + footer for number in range(2)]
    found = boilerplate(texts)
    assert [words_left(text, found) for text in texts[-2:]] == [120, 120]


def test_lines_below_a_footer_that_only_copies_of_one_story_have_are_not_of_it() -> None:
    footer, more = sentences("footer", 4), sentences("more", 1)
    texts = [sentences(f"brief {number}", 4) + footer for number in range(12)]
    texts += [[*sentences(f"title {number}", 1), *STORIES[0][:6], *footer, *more] for number in range(2)]
    assert len(boilerplate(texts).tails) == 4


def test_one_story_under_a_title_and_a_dateline_of_each_outlet_is_no_boilerplate() -> None:
    texts = [
        [
            f"{sentences(f'title {n}', 1)[0]}",
            f"{sentences(f'place {n}', 1)[0][:12]} {STORIES[0][0]}",
            *STORIES[0][1:],
        ]
        for n in range(20)
    ]
    assert not boilerplate(texts)


def test_what_is_found_does_not_depend_on_how_much_is_looked_at_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = sentences("both", 3)
    tails = [
        sentences(f"before {outlet}", 8) + shared + sentences(f"after {outlet}", 6) for outlet in range(2)
    ]
    texts = [sentences(f"brief {number}", 4) + tails[number % 2] for number in range(30)]
    together = boilerplate(texts)
    monkeypatch.setattr(find_boilerplate, "_AT_ONCE", 500)
    apart = boilerplate(texts)
    assert len(together.tails) == 31
    assert apart.tails.tolist() == together.tails.tolist()
