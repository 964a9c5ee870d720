import re

import numpy as np
import pytest

from dedupe.articles.candidates.shingle import shingle
from dedupe.articles.text.sentences import at_least, beginnings_of, read_sentences
from dedupe.articles.text.traits import NAME, NUMBER, PROMPT, QUOTED
from dedupe.articles.text.words import MAX_CHARS, read_words


def hashes(text: str) -> list[int]:
    found: list[int] = read_words([text]).hashes.tolist()
    return found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The Bridge, closed!", "the bridge closed"),
        ("ﬁre at Ｎｏ 5", "fire at no 5"),
        ("co\u00adoperation", "cooperation"),
        ("“Don’t”", '"Don\'t"'),
        ("de\u0301ja vu", "déja vu"),
    ],
)
def test_case_punctuation_and_form_do_not_count(one: str, two: str) -> None:
    assert hashes(one) == hashes(two)


def test_words_do_not_depend_on_their_place() -> None:
    first, second, third = hashes("bridge closed bridge")
    assert first == third != second


def test_anagrams_differ() -> None:
    assert hashes("stressed") != hashes("desserts")


def test_han_is_read_in_overlapping_pairs() -> None:
    assert len(hashes("关闭旧桥")) == 4
    assert set(hashes("关闭")) & set(hashes("关闭旧桥")) == {hashes("关闭旧桥")[0]}


def test_a_word_in_latin_letters_stands_alone_inside_han() -> None:
    assert hashes("bridge")[0] in hashes("关闭bridge旧桥")


def words_with(trait: int, text: str) -> list[str]:
    words = read_words([text], with_traits=True)
    found = re.findall(r"\w+", text)
    return [word for word, traits in zip(found, words.traits, strict=True) if traits & trait]


def test_numbers_are_marked() -> None:
    assert words_with(NUMBER, "In 2024 the 5th bridge") == ["2024", "5th"]


def test_names_begin_in_upper_case_and_no_sentence() -> None:
    assert words_with(NAME, "The mayor, Anna Holm, spoke. He left Rome. “We stay.”") == [
        "Anna",
        "Holm",
        "Rome",
    ]


def test_words_within_quotation_marks_of_any_kind_are_marked_up_to_the_end_of_their_line() -> None:
    text = 'He said: "no one" came.\n„Nie wieder“, sagt er: «nunca» and “so on\nit went'
    assert words_with(QUOTED, text) == ["no", "one", "Nie", "wieder", "nunca", "so", "on"]


def test_the_words_of_questions_and_of_labels_are_prompts() -> None:
    assert words_with(PROMPT, "What now? Nothing. Why?\nYour dish: soup at 10:30\nHe said: no") == [
        "What",
        "now",
        "Why",
        "Your",
        "dish",
        "He",
        "said",
    ]


def test_a_number_is_one_fact_whatever_stands_between_its_digits() -> None:
    one, other, third = (
        read_words([text], with_traits=True) for text in ("up 31,204", "up 31.204", "up 31.205")
    )
    assert one.facts.tolist() == other.facts.tolist() != third.facts.tolist()
    assert one.facts[1] == one.facts[2]


def test_a_sentence_ends_at_its_mark_and_not_inside_a_number() -> None:
    words = read_words(["It cost 3.5 million. It is closed。好 Next\nline"])
    _, sizes = np.unique(words.sentence, return_counts=True)
    assert sizes.tolist() == [5, 3, 2, 1]


def test_texts_of_a_batch_keep_their_words_apart() -> None:
    words = read_words(["one two", "", "three"])
    assert words.starts.tolist() == [0, 2, 2, 3]
    assert len(set(words.sentence.tolist())) == 2


def test_the_same_sentence_hashes_alike_in_other_surroundings() -> None:
    sentence = "The council voted on Tuesday to close the old bridge."
    one, two = (
        at_least(read_sentences(read_words([text])), 7)
        for text in (sentence, f"No. Really? {sentence} Then it rained.")
    )
    assert one.hashes.tolist() == two.hashes.tolist()


def test_a_sentence_is_known_by_its_end_and_a_text_that_breaks_off_by_its_beginning() -> None:
    text = "The council voted on Tuesday to close the old harbour by winter."
    changed = "In spite of protests they voted on Tuesday to close the old harbour by winter."
    cut = "The council voted on Tuesday to close the"
    words = read_words([text, changed, cut])
    long = at_least(read_sentences(words), 7)
    begun, beginnings = beginnings_of(words, long)
    assert begun.all()
    assert long.endings[0] == long.endings[1] != long.endings[2]
    assert beginnings[0] == beginnings[2] != beginnings[1]


def test_a_text_shorter_than_a_shingle_has_none() -> None:
    assert shingle(read_words(["one two three four"])).starts.tolist() == [0, 0]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\ud800 broken surrogate", "\x00" * 10, "़" * 50, "a" * (MAX_CHARS + 5)]
)
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    words = read_words([text, "and the next one"])
    assert words.starts[2] - words.starts[1] == 4


def test_a_space_ends_a_phrase_where_the_script_has_no_mark_for_sentences() -> None:
    (one, two) = ("กรมอุตุนิยมวิทยา", "พยากรณ์อากาศ")
    assert len(read_sentences(read_words([f"{one} {two}"])).hashes) == 2
    assert len(read_sentences(read_words([f"{one} 12 {two}"])).hashes) == 1


def test_ascii_is_read_as_the_same_words_beside_other_letters() -> None:
    ascii_text = "".join(map(chr, range(128))) + " Goethe paes the Assessor; aaa, sss. Is it 3.5?\nYes: no"
    alone, beside = (read_words([ascii_text, *others], with_traits=True) for others in ([], ["né"]))
    end = alone.starts[-1]
    for name in ("hashes", "facts", "sentence", "traits", "letters", "weight"):
        assert getattr(alone, name).tolist() == getattr(beside, name)[:end].tolist(), name
    assert alone.starts.tolist() == beside.starts[:2].tolist()
