"""Which of a page's titles is the article's."""

from __future__ import annotations

import pytest
from lxml import html

from spiders.extraction.markup.structured import read_structured
from spiders.extraction.titles.choose_title import Titles
from spiders.extraction.titles.page_titles import titles_of
from spiders.extraction.titles.site_names import site_names

SITE = frozenset({"gazette", "theharbourgazette"})
OWN = "Whale leaves the harbour"
SHARED = "You will not believe where this whale went"


def forms(jsonld: str = "", og: str = "", **others: str) -> Titles:
    return Titles(jsonld=jsonld, og=og, **others)


def chosen(titles: Titles, site_names: frozenset[str] = SITE) -> str | None:
    claim = titles.chosen(site_names)
    return claim.text if claim else None


def test_a_headline_is_the_title_where_the_page_title_sides_with_the_one_for_sharing() -> None:
    titles = forms(OWN, SHARED, heading=OWN, page=f"{SHARED} | Gazette")
    assert chosen(titles, SITE) == OWN


@pytest.mark.parametrize("title", ["The Harbour Gazette", "Gazette", "Untitled", "undefined"])
def test_the_sites_name_alone_is_a_title_that_is_known_to_be_no_headline(title: str) -> None:
    claim = forms(page=title, og=title).chosen(SITE)
    assert claim is not None
    assert (claim.origin, claim.text) == ("site_name", title)
    assert chosen(forms(heading=OWN, page=title)) == OWN


def test_a_headline_is_the_title_where_the_page_title_is_the_same() -> None:
    assert chosen(forms(OWN, SHARED, heading=OWN, page=OWN), SITE) == OWN


def test_the_title_for_sharing_counts_where_all_others_are_one_headline_and_the_site() -> None:
    titles = forms(f"Harbour: {OWN}", OWN, heading=f"Harbour: {OWN}", page=f"Harbour: {OWN} - Gazette")
    assert chosen(titles, SITE) == OWN


@pytest.mark.parametrize(
    "title",
    [
        f"{OWN} | Gazette",
        f"{OWN} - The Harbour Gazette",
        f"{OWN} – Gazette Online",
        f"{OWN}ㅣGazette",
        f"{OWN}：gazette",
        f"{OWN} * The Harbour Gazette * by Ada Okafor",
        f"{OWN} | News | Gazette",
    ],
)
def test_parts_that_name_the_site_are_cut(title: str) -> None:
    assert chosen(forms(og=title), SITE) in {OWN, f"{OWN} | News"}


@pytest.mark.parametrize(
    "title",
    [
        "Whale – what now?",
        "Mayor: the Gazette was right",
        "Gazette | Whale leaves",
        "Whale leaves - a gazetteer of the harbour and of everything in it",
        "Half-hour delay",
    ],
)
def test_a_title_that_only_has_a_dash_or_the_sites_name_in_it_is_left_whole(title: str) -> None:
    assert chosen(forms(og=title), SITE) == title


def test_a_suffix_is_what_follows_another_form() -> None:
    assert chosen(forms(og=f"{OWN} – 13.06.2023", heading=OWN), frozenset()) == OWN


def test_a_last_part_that_the_headline_has_as_well_is_no_suffix() -> None:
    title = f"{OWN} - Latest news"
    assert chosen(forms(title, title, heading=OWN, page=title), SITE) == title


def test_only_quotation_marks_are_taken_from_the_headline() -> None:
    assert chosen(forms("Mayor: ‘No’", "Mayor: 'No'"), SITE) == "Mayor: ‘No’"
    assert chosen(forms("Harbour - whale leaves", "Harbour: whale leaves"), SITE) == "Harbour: whale leaves"


def test_a_page_without_any_title_has_none() -> None:
    assert chosen(forms(), SITE) is None


def read(body: str, page: str = "", link: str | None = None, site: str | None = None) -> tuple[str, str]:
    """Title and origin of a page of gazette.example with this body and `<title>`."""
    tree = html.document_fromstring(f"<html><head><title>{page}</title></head><body>{body}</body></html>")
    stated = read_structured(tree)
    names = site_names(stated, "https://gazette.example/whale", tree, site)
    claim = titles_of(tree, stated, link).chosen(names)
    assert claim is not None
    return claim.text, claim.origin


MASTHEADS = [
    "<h1><a href=/>Elm Courier</a></h1>",
    "<h1><a href='https://elm.example/' rel=home>Elm Courier</a></h1>",
    "<h1><a href='../../'>Elm Courier</a></h1>",
    "<h1 class=site-title>Elm Courier</h1>",
]
SITE_LAST_OR_FIRST = [f"{OWN} - Elm Courier", f"Elm Courier | {OWN}"]


@pytest.mark.parametrize("masthead", [*MASTHEADS, "<h1>Welcome to us!</h1>", "<h1> </h1>"])
@pytest.mark.parametrize("page", SITE_LAST_OR_FIRST)
@pytest.mark.parametrize("level", ["h2", "h3"])
def test_the_heading_that_another_form_agrees_with_is_the_storys(
    masthead: str, page: str, level: str
) -> None:
    assert read(f"{masthead}<{level}>{OWN}</{level}>", page) == (OWN, "heading")


@pytest.mark.parametrize("masthead", MASTHEADS)
@pytest.mark.parametrize("page", SITE_LAST_OR_FIRST)
def test_a_heading_that_leads_home_names_the_site(masthead: str, page: str) -> None:
    assert read(masthead, page) == (OWN, "page_title")


def test_an_empty_heading_hides_none() -> None:
    assert read(f"<h1></h1><h2>{OWN}</h2>") == (OWN, "heading")


def test_a_form_that_is_what_the_feed_calls_the_site_is_the_sites() -> None:
    assert read("<h1>Quay Watch</h1>", f"{OWN} – Quay Watch", site="Quay Watch") == (OWN, "page_title")


def test_the_link_decides_where_it_and_another_form_agree_against_the_chosen_one() -> None:
    assert forms(og=SHARED, heading=OWN, page=SHARED, link=OWN).chosen(SITE) is not None
    assert chosen(forms(og=SHARED, heading=OWN, page=f"{OWN} | Gazette", link=OWN), SITE) == OWN
    assert chosen(forms(og=SHARED, heading=OWN, page=SHARED), SITE) == SHARED
    assert chosen(forms(og=OWN, link=f"{OWN[:20]}…"), SITE) == OWN


def test_the_link_gives_the_title_where_the_page_has_none() -> None:
    assert read("<p>Only text.</p>", link=OWN) == (OWN, "link")


@pytest.mark.parametrize("story", [OWN, "Micromorts"])
@pytest.mark.parametrize("page", ["Elm Street Diary: {}", "{} « Elm Street Diary"])
@pytest.mark.parametrize(
    "masthead", ["<h1>Elm Street Diary</h1>", "<h1><a href=/blog>Elm Street Diary</a></h1>"]
)
def test_of_two_headings_that_make_up_the_page_title_the_one_below_is_the_storys(
    masthead: str, page: str, story: str
) -> None:
    assert read(f"{masthead}<h2>1 May</h2><h3>{story}</h3>", page.format(story)) == (story, "heading")


def test_the_sites_name_and_a_colon_in_front_are_no_part_of_a_title() -> None:
    names = frozenset({"elmstreetdiary"})
    assert chosen(forms(og=f"Elm Street Diary: {OWN}", page=f"Elm Street Diary: {OWN}"), names) == OWN
    assert chosen(forms(og=f"Elm Street: {OWN}"), names) == f"Elm Street: {OWN}"


def test_what_follows_a_colon_is_no_suffix() -> None:
    whole = "Harbour votes: Turnout is high"
    assert chosen(forms(og=whole, heading="Harbour Votes", page=f"{whole} - Gazette")) == whole


def test_where_no_form_agrees_the_heading_within_the_post_is_the_storys() -> None:
    post = f"<div class=entry><h2>1 May 2026</h2><h2>{OWN}</h2></div><h2>Comments of readers</h2>"
    assert read(f"<h1>Ten years of diaries</h1>{post}", "A diary of Elm Street") == (OWN, "heading")


def test_of_several_main_headings_that_no_form_agrees_with_none_is_the_storys() -> None:
    rail = "<h1>Mayor resigns</h1><h1>Bridge opens</h1>"
    assert read(rail, f"{OWN} | Gazette") == (OWN, "page_title")


@pytest.mark.parametrize(
    "title",
    [
        f"{OWN} - The Ferry Sheet",
        f"{OWN} « The Ferry Sheet",
        f"The Ferry Sheet: {OWN}",
        f"The Ferry Sheet » Blog Archive » {OWN}",
        f"{OWN} — The Ferry Sheet — 12 November 2026",
    ],
)
def test_a_link_to_the_front_page_tells_which_part_of_the_title_is_the_site(title: str) -> None:
    tree = html.document_fromstring(f"<title>{title}</title><a href=/>The Ferry Sheet</a><p>Text</p>")
    stated = read_structured(tree)
    assert chosen(titles_of(tree, stated), site_names(stated, "https://x.example/a", tree)) == OWN


def test_what_systems_state_where_nobody_wrote_a_title_is_none() -> None:
    assert chosen(forms(og="Home", heading=OWN, page=f"{OWN} | Gazette")) == OWN


def test_a_topic_before_the_title_in_its_heading_is_left_out() -> None:
    assert chosen(forms(heading=f"World {OWN}", page=f"{OWN} | Gazette")) == OWN
    assert chosen(forms(heading=OWN, page="the harbour | Gazette")) == OWN
