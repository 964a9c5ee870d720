"""Counts as bars."""

from __future__ import annotations

from flows.display.sparkline import sparkline


def test_the_greatest_count_has_the_tallest_bar_and_none_is_a_gap() -> None:
    assert sparkline([0, 1, 4, 8]) == " ▁▄█"


def test_a_single_article_is_seen_beside_thousands() -> None:
    assert sparkline([1, 100_000]) == "▁█"


def test_counts_that_are_alike_look_alike() -> None:
    assert sparkline([3, 3, 3]) == "███"


def test_nothing_is_drawn_of_no_days() -> None:
    assert sparkline([]) == ""
