"""The measure of extracted text."""

from __future__ import annotations

import pytest

from flows.evaluation.extraction_score import average, score_page

TRUE = "one two three four five six\nseven eight nine ten"


def test_the_true_text_scores_one() -> None:
    score = score_page("u", TRUE, TRUE)
    assert (score.precision, score.recall, score.f1, score.residue, score.lost) == (1, 1, 1, 0, 0)


def test_an_empty_extraction_of_a_page_with_text_is_zero() -> None:
    score = score_page("u", "", TRUE)
    assert (score.precision, score.recall, score.f1) == (0, 0, 0)
    assert average([score]).failures == 1


def test_an_optional_block_costs_neither_precision_nor_recall() -> None:
    caption = "a caption of six words here"
    without = score_page("u", TRUE, TRUE, [caption])
    alone = score_page("u", caption, TRUE, [caption])
    assert (without.precision, without.recall) == (1, 1)
    behind = score_page("u", f"{TRUE}\n{caption}", TRUE, [caption])
    assert (alone.precision, behind.precision, behind.recall) == (1, 1, 1)


def test_sentences_that_are_not_true_are_residue() -> None:
    score = score_page("u", TRUE + "\nRead all of our other stories now!", TRUE)
    assert (score.residue, score.lost) == (1, 0)


def test_averages_are_over_pages_and_f1_is_of_the_averages() -> None:
    score = average([score_page("a", TRUE, TRUE), score_page("b", "", TRUE)])
    assert (score.precision, score.recall) == (0.5, 0.5)
    assert score.f1 == pytest.approx(0.5)
