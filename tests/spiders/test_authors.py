"""Who wrote an article, from what a page states and shows."""

from __future__ import annotations

import json

import pytest
from landed_pages import article_html

from spiders.extraction.authors.choose_authors import author_claims, chosen_authors
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import Refusal

ADA = "Ada Okafor"
GAZETTE = {"@type": "Organization", "name": "Gazette"}
LONG = "The whale was seen again on Tuesday, and nobody in the harbour knew what it wanted. " * 3


def authors(
    author: object = None,
    head: str = "",
    above: str = "",
    nodes: tuple[object, ...] = (),
    feed: tuple[str, ...] = (),
    site: str = "gazette",
) -> tuple[str, ...]:
    """Authors of a page of the Gazette with this JSON-LD author, head and markup above the text."""
    article = {"@type": "NewsArticle", "author": author}
    script = json.dumps({"@graph": [article, *nodes]})
    html = article_html(head=f'<script type="application/ld+json">{script}</script>{head}')
    tree = parse(html.replace("<p>", f"{above}<p>{LONG}</p><p>", 1).encode(), None)
    assert not isinstance(tree, Refusal)
    found = chosen_authors(author_claims(tree, read_structured(tree), frozenset({site}), feed))
    return found.names if found else ()


@pytest.mark.parametrize(
    "author",
    [
        ADA,
        [ADA],
        {"@type": "Person", "name": ADA},
        {"@type": ["Person"], "name": [ADA]},
        {"@type": "Person", "givenName": "Ada", "familyName": "Okafor"},
        {"@type": "Person", "byline": ADA},
        {"@id": "#ada"},
        [{"@id": "#ada"}, {"name": "Ada Okafor"}],
    ],
)
def test_json_ld_states_an_author_in_many_shapes(author: object) -> None:
    assert authors(author, nodes=({"@id": "#ada", "@type": "Person", "name": ADA},)) == (ADA,)


def test_people_come_with_the_agency_that_stands_beside_them() -> None:
    assert authors([{"@type": "Person", "name": ADA}, {"@type": "Organization", "name": "AP"}]) == (ADA, "AP")


@pytest.mark.parametrize(
    "head",
    [
        f"<meta name=author content='{ADA}'>",
        f"<meta name=articleAuthor content='{ADA}'>",
        f"<meta name=author content='https://a.example'><meta name=dc.creator content='{ADA}'>",
    ],
)
def test_a_meta_element_counts_where_json_ld_names_the_site(head: str) -> None:
    assert authors(GAZETTE, head=head) == (ADA,)


@pytest.mark.parametrize(
    "above",
    [
        f"<a rel=author href=/ada>{ADA}</a>",
        f"<span itemprop=author><span itemprop=name>{ADA}</span></span>",
        f"<div class=article-byline>By <a href=/ada>{ADA}</a>, Political Editor</div>",
        f"<div class=authors><span class=brand>gazette</span> <span>von</span> <b>{ADA}</b></div>",
        f"<ul><li>Von: <span><a href=/ada>{ADA}</a></span></li></ul>",
        f"<ul><li><strong>Autorin/Autor</strong> {ADA}</li></ul>",
        f"<p><strong>{ADA}</strong></p>",
    ],
)
def test_a_byline_counts_where_json_ld_names_the_site(above: str) -> None:
    assert authors(GAZETTE, above=above) == (ADA,)


@pytest.mark.parametrize(
    "above",
    [
        "<div class=author>amw</div>",
        "<div class=author>Photo: Jan Wit</div>",
        "<div class=author-share><a href=/t>Twitter</a> <a href=/f>Facebook</a></div>",
        "<p><strong>What We Know So Far</strong></p>",
        f"<p>{LONG}</p><p><strong>{ADA}</strong></p><p>Short.</p>",
        "<p>By Monday the whale had left.</p>",
        "<a rel=author href=/g>Gazette</a>",
    ],
)
def test_what_only_looks_like_a_byline_leaves_the_site_as_author(above: str) -> None:
    assert authors(GAZETTE, above=above) == ("Gazette",)


def test_a_line_that_names_an_agency_only_is_a_byline() -> None:
    assert authors(GAZETTE, above="<p>By TPN,</p>") == ("TPN",)


def test_links_to_the_authors_of_other_stories_do_not_count() -> None:
    own = f"<div class=meta><a rel=author>{ADA}</a> <a rel=author>Jan Wit</a></div>"
    other = "<aside><div><a rel=author>Mei Lin</a></div></aside>"
    assert authors(GAZETTE, above=own + other) == (ADA, "Jan Wit")


def test_the_account_of_the_administrator_is_not_the_author() -> None:
    account = {"@id": "https://gazette.example/author/admin/", "name": "Desk D"}
    marked = "<a rel=author href=/author/admin>Desk D</a>"
    assert authors(account, above=f"{marked}<p><b>{ADA}</b></p>") == (ADA,)
    assert authors({"@type": "Person", "name": "admin"}) == ()


@pytest.mark.parametrize(
    "author", [None, 7, [], {}, [[[]]], {"name": {"name": 3}}, {"@id": [1]}, [None, True]]
)
def test_an_author_of_a_wrong_shape_is_none(author: object) -> None:
    assert authors(author) == ()


@pytest.mark.parametrize(
    "one",
    ["<p>By <b>x y</b></p>", "<div class=author>amw</div>", "<b itemprop=author></b>", "<li>von"],
)
def test_a_flood_of_half_bylines_is_read_in_part(one: str) -> None:
    assert authors(GAZETTE, above=one * 10_000) == ("Gazette",)


RAIL = "<li><a href=/t>Pumps were switched off too early</a> <a rel=author href=/m>Mei Lin</a></li>"


@pytest.mark.parametrize("box", ["<div class=trending><ul>{}</ul></div>", "<ul>{}</ul>", "<aside>{}</aside>"])
def test_bylines_of_other_stories_before_the_own_one_do_not_count(box: str) -> None:
    assert authors(GAZETTE, above=f"{box.format(RAIL * 3)}<p class=byline>By {ADA}</p>") == (ADA,)
    assert authors(above=box.format(RAIL * 3)) == ()


def test_what_somebody_does_is_no_author_where_a_byline_says_who_it_is() -> None:
    meta = "<meta name=author content='Senior Reporter'>"
    assert authors(head=meta, above=f"<div class=author-name>{ADA}</div>") == (ADA,)
    assert authors(head=meta) == ("Senior Reporter",)


def test_the_feed_counts_before_a_byline_that_disagrees_and_for_a_claim_that_agrees() -> None:
    other = "<p class=byline>By Mei Lin</p>"
    assert authors(above=other, feed=(ADA,)) == (ADA,)
    assert authors(above=f"<p class=byline>By {ADA} and Jan Wit</p>", feed=(ADA,)) == (ADA, "Jan Wit")
    assert authors({"@type": "Person", "name": "Jan Wit"}, above=other, feed=("Mei Lin",)) == ("Mei Lin",)
    assert authors(feed=("adao",)) == ()


def test_a_site_that_is_called_like_a_person_is_that_persons() -> None:
    assert authors(head=f"<meta name=author content='{ADA}'>", site="adaokafor") == (ADA,)
    paper = "<meta name=author content='Harbour Gazette'>"
    assert authors(head=paper, site="harbourgazette") == ()


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<span class=auteur>Par Élise Morin, envoyée spéciale</span>", "Élise Morin"),
        ("<p class=firma>Marisol Peña</p>", "Marisol Peña"),
        ("<footer><address>By <a href=/ada>Ada Okafor</a></address></footer>", ADA),
        ("<p class=byline>Words by Ada Okafor. Photographs by Otto Finch</p>", ADA),
        ("<p class=writer>取材・文：山田太郎</p>", "山田太郎"),
    ],
)
def test_a_byline_is_read_in_the_words_of_its_language(byline: str, name: str) -> None:
    assert authors(GAZETTE, above=byline) == (name,)


def test_a_short_story_below_its_permanent_link_is_no_other_story() -> None:
    link = "<h2><a rel=bookmark href=/whale>Whale seen again on Tuesday</a></h2>"
    byline = "<address>By <a href=/ada>Ada Okafor</a></address>"
    assert authors(GAZETTE, above=f"<article>{link}<p>Seen.</p>{byline}</article>") == (ADA,)


COLUMN = "<div class='{}'><nav><a href=../>Back to index</a></nav><div class=post-authors>{}</div>{}</div>"


@pytest.mark.parametrize("name", ["sidebar sidebar--post", "article-side-bar"])
def test_a_side_column_without_other_stories_holds_the_storys_authors(name: str) -> None:
    column = COLUMN.format(name, "<strong>Ada Okafor</strong><br>Reporter", "<a href=/t/>Harbour</a>")
    assert authors(GAZETTE, above=column) == (ADA,)


def test_a_side_column_with_headlines_holds_the_authors_of_those() -> None:
    column = COLUMN.format("sidebar", "Otto Brock", "<a href=/x>Mayor resigns after long night</a>")
    assert authors(GAZETTE, above=f"{column}<p>By {ADA}</p>") == (ADA,)


def test_authors_whom_the_page_links_side_by_side_count_where_json_ld_names_one_of_them() -> None:
    both = (
        f"<p><span><a rel=author href=/a>{ADA}</a></span> <span><a rel=author href=/b>Ben Sol</a></span></p>"
    )
    apart = (
        f"<p><a rel=author href=/a>{ADA}</a></p><footer><div><a rel=author href=/b>Ben Sol</a></div></footer>"
    )
    ada = {"@type": "Person", "name": ADA}
    assert authors(ada, above=both) == (ADA, "Ben Sol")
    assert authors(ada, above=apart) == (ADA,)
    assert authors({"@type": "Person", "name": "Cara Dell"}, above=both) == ("Cara Dell",)


def test_a_whole_name_in_a_byline_counts_where_json_ld_names_an_editor_by_one_word() -> None:
    shown = f"<div class=author-2>{ADA}</div><div class=info-author>Editor : <a class=author>Rina</a></div>"
    assert authors({"@type": "Person", "name": "Rina"}, above=shown) == (ADA,)
    assert authors({"@type": "Person", "name": "Reuters"}, above=shown) == ("Reuters",)
    assert authors({"@type": "Person", "name": "Rina"}) == ("Rina",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ada Okafor &amp; Ida Fjord | Staff Writers", (ADA, "Ida Fjord")),
        ("Reporting by Ada Okafor; Editing by Ida Fjord", (ADA,)),
        ("Redacción: Ada Okafor", (ADA,)),
        ("Publié par Ada Okafor le 12/11/2025", (ADA,)),
    ],
)
def test_duties_and_those_who_edited_are_no_authors(byline: str, names: tuple[str, ...]) -> None:
    assert authors(above=f"<p class=byline>{byline}</p>") == names
