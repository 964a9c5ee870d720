"""Properties of words, whatever the text."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedupe.articles.text.words import read_words

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aÉß 旧桥กข.!\n“\u0301")), max_size=60)


@given(st.lists(TEXTS, max_size=5))
def test_a_text_has_the_words_that_it_has_alone(texts: list[str]) -> None:
    together = read_words(texts, with_traits=True)
    for number, text in enumerate(texts):
        alone = read_words([text], with_traits=True)
        part = slice(together.starts[number], together.starts[number + 1])
        assert together.hashes[part].tolist() == alone.hashes.tolist()
        assert together.facts[part].tolist() == alone.facts.tolist()
        assert together.traits[part].tolist() == alone.traits.tolist()


@given(st.lists(TEXTS, max_size=4))
def test_every_word_has_its_place_and_its_sentence(texts: list[str]) -> None:
    words = read_words(texts)
    assert len(words) == len(texts)
    assert words.starts[0] == 0 and words.starts[-1] == len(words.hashes) == len(words.weight)
    assert (np.diff(words.starts) >= 0).all() and (np.diff(words.sentence) >= 0).all()


@given(TEXTS)
def test_canonically_equivalent_texts_have_the_same_words(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    one, other = (read_words([form]).hashes.tolist() for form in forms)
    assert one == other


@given(TEXTS, TEXTS)
def test_lines_one_after_the_other_have_the_words_of_both(one: str, other: str) -> None:
    first, second, both = (read_words([text]).hashes.tolist() for text in (one, other, f"{one}\n{other}"))
    assert both == first + second
