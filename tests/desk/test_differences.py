from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.desk.differences import by_words, paired
from flows.desk.highlight import highlighted

paragraphs = st.lists(st.text(alphabet="ab .", max_size=12), max_size=6)


def test_words_that_changed_are_marked_and_no_others() -> None:
    pair = by_words("The ferry leaves at noon.", "The ferry leaves at dusk.")
    assert [piece.text for piece in (*pair.before, *pair.after) if piece.kind == "only"] == ["noon", "dusk"]


def test_a_paragraph_that_was_added_stands_alone() -> None:
    pairs = list(paired(["one", "three"], ["one", "two", "three"]))
    assert [pair.changed for pair in pairs] == [False, True, False]
    assert pairs[1].before == ()


def test_a_changed_paragraph_stands_beside_what_it_was_although_another_was_added_before_it() -> None:
    pairs = list(
        paired(["one", "The ferry leaves at noon."], ["one", "Trains run.", "The ferry leaves at dusk."])
    )
    assert [len(pair.before) for pair in pairs] == [1, 0, 3]


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    pair = by_words("发现其中有九种鸟的到达日期", "发现其中有七种鸟的到达日期")
    assert [piece.text for piece in (*pair.before, *pair.after) if piece.kind == "only"] == ["九", "七"]


@given(paragraphs, paragraphs)
def test_both_sides_are_shown_whole(before: list[str], after: list[str]) -> None:
    pairs = list(paired(before, after))
    assert "".join(before) == "".join(piece.text for pair in pairs for piece in pair.before)
    assert "".join(after) == "".join(piece.text for pair in pairs for piece in pair.after)


@given(st.text(max_size=60), st.text(max_size=10))
def test_a_highlighted_text_is_still_the_text(text: str, query: str) -> None:
    assert "".join(part for _, part in highlighted(text, query)) == text


def test_words_are_found_without_case_and_accents() -> None:
    assert [part for found, part in highlighted("Der Hafen, HAFEN und häfen", "hafen") if found] == [
        "Hafen",
        "HAFEN",
        "häfen",
    ]
