"""A promo that is left in an article is a flag of that article, and the batch lands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from warehouse_rows import article, removed

from flows.cleaning.flag_leftover_promos import with_promos_flagged
from warehouse.tables import Article

PROMO = "Sign up for our newsletter!"


def flags(*articles: Article, cut: str = PROMO, **changes: Any) -> list[tuple[str, ...]]:
    blocks = [replace(removed("a", cut), **changes)]
    return [found.flags for found in with_promos_flagged(articles, blocks)]


def test_only_the_article_that_keeps_the_promo_is_flagged() -> None:
    assert flags(article("a"), article("b", text=f"News.\n{PROMO}", line_kinds=("paragraph",) * 2)) == [
        (),
        ("promo_left",),
    ]


def test_a_promo_of_several_lines_is_one_block() -> None:
    promo = "subscribe()\n  .now()"
    left = article("b", text=promo, line_kinds=("code", "continued"))
    assert flags(left, cut=promo) == [("promo_left",)]
    assert flags(left, cut="subscribe()") == [()]


@pytest.mark.parametrize("changes", [{"source": "another"}, {"kind": "caption"}])
def test_what_another_source_repeats_or_is_no_promo_is_no_remark(changes: dict[str, Any]) -> None:
    assert flags(article("b", text=PROMO), **changes) == [()]


def test_an_article_that_was_kept_whole_says_so_already() -> None:
    assert flags(article("b", text=PROMO, flags=("kept_whole",))) == [("kept_whole",)]


def test_the_flag_goes_with_the_promo() -> None:
    assert flags(article("b", flags=("promo_left",))) == [()]
