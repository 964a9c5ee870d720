import numpy as np
import pytest

from dedupe.articles.sentences import at_least, read_sentences
from dedupe.articles.shingle import shingle
from dedupe.articles.words import MAX_CHARS, read_words


def hashes(text):
    return read_words([text]).hashes.tolist()


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
def test_case_punctuation_and_form_do_not_count(one, two):
    assert hashes(one) == hashes(two)


def test_words_do_not_depend_on_their_place():
    first, second, third = hashes("bridge closed bridge")
    assert first == third != second


def test_anagrams_differ():
    assert hashes("stressed") != hashes("desserts")


def test_han_is_read_in_overlapping_pairs():
    assert len(hashes("关闭旧桥")) == 4
    assert set(hashes("关闭")) & set(hashes("关闭旧桥")) == {hashes("关闭旧桥")[0]}


def test_a_word_in_latin_letters_stands_alone_inside_han():
    assert hashes("bridge")[0] in hashes("关闭bridge旧桥")


def test_numbers_are_marked():
    assert read_words(["In 2024 the 5th bridge"]).is_number.tolist() == [False, True, False, True, False]


def test_a_sentence_ends_at_its_mark_and_not_inside_a_number():
    words = read_words(["It cost 3.5 million. It is closed。好 Next\nline"])
    _, sizes = np.unique(words.sentence, return_counts=True)
    assert sizes.tolist() == [5, 3, 2, 1]


def test_texts_of_a_batch_keep_their_words_apart():
    words = read_words(["one two", "", "three"])
    assert words.starts.tolist() == [0, 2, 2, 3]
    assert len(set(words.sentence.tolist())) == 2


def test_the_same_sentence_hashes_alike_in_other_surroundings():
    sentence = "The council voted on Tuesday to close the old bridge."
    one, two = (
        at_least(read_sentences(read_words([text])), 7)
        for text in (sentence, f"No. Really? {sentence} Then it rained.")
    )
    assert one.hashes.tolist() == two.hashes.tolist()


def test_a_text_shorter_than_a_shingle_has_none():
    assert shingle(read_words(["one two three four"])).starts.tolist() == [0, 0]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\ud800 broken surrogate", "\x00" * 10, "़" * 50, "a" * (MAX_CHARS + 5)]
)
def test_odd_texts_are_read_without_complaint(text):
    words = read_words([text, "and the next one"])
    assert words.starts[2] - words.starts[1] == 4


def test_a_space_ends_a_phrase_where_the_script_has_no_mark_for_sentences():
    (one, two) = ("กรมอุตุนิยมวิทยา", "พยากรณ์อากาศ")
    assert len(read_sentences(read_words([f"{one} {two}"])).hashes) == 2
    assert len(read_sentences(read_words([f"{one} 12 {two}"])).hashes) == 1
