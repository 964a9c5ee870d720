"""Which part of an article a page holds, by what it links."""

from __future__ import annotations

import pytest
from lxml import html

from spiders.extraction.metadata.parts import part_of, parts_linked
from spiders.identity.parts import number_after, without_number

HOME = "https://gazette.example/"


@pytest.mark.parametrize(
    ("first", "part", "number"),
    [
        ("storm/", "storm/2/", 2),
        ("storm/", "storm/page/2/", 2),
        ("storm", "storm?page=12", 12),
        ("storm.html", "storm-2.html", 2),
        ("storm.html", "storm_2.html", 2),
        ("storm.html", "storm2.html", 2),
        ("read.php?id=7", "read.php?id=7&page=2", 2),
        ("storm-2026", "storm-20267", None),
        ("storm/", "storm/2026/", None),
        ("storm/", "storms/2/", None),
        ("storm/", "storm/comment-page-2/", None),
    ],
)
def test_a_part_continues_the_url_of_the_first(first: str, part: str, number: int | None) -> None:
    assert number_after(HOME + first, HOME + part) == number
    if number:
        assert number_after(without_number(HOME + part), HOME + part) == number


@pytest.mark.parametrize(
    ("links", "others"),
    [
        ("<a rel=next href=/storm/2/>More</a>", {2}),
        ("<a href=/storm/2/>2</a> <a href=/storm/3/><span>3</span></a>", {2, 3}),
        ("<ul class=pagination><li><a href='?page=2'>Next</a></ul>", {2}),
        ("<a href=/storm/2/>Our other report</a>", set()),
        ("<nav class=pager><a href='https://gazette.example/storm?page=2'>2</a></nav>", {2}),
        ("<div id=comments><a href='?page=2'>2</a></div>", set()),
        ("<a href=/storm/photos/>2</a><a rel=next href=/flood/>Next</a>", set()),
    ],
)
def test_parts_are_known_by_relation_by_number_and_by_their_row(links: str, others: set[int]) -> None:
    page = f"<html><body><p>Text</p>{links}</body></html>"
    for part in (
        part_of(html.document_fromstring(page), f"{HOME}storm/"),
        parts_linked(page.encode(), f"{HOME}storm/", "text/html"),
    ):
        assert {number for number, _ in part.others} == others if part else not others


def test_a_further_part_names_the_first_though_it_links_only_the_next() -> None:
    tree = html.document_fromstring("<a rel=next href=/storm/3/>Next</a>")
    part = part_of(tree, f"{HOME}storm/2/")
    assert part and (part.first, part.number, part.others) == (f"{HOME}storm/", 2, ((3, f"{HOME}storm/3/"),))
