"""Which of a page's titles is the article's."""

from __future__ import annotations

import pytest

from spiders.extraction.titles import Titles

SITE = frozenset({"gazette", "theharbourgazette"})
OWN = "Whale leaves the harbour"
SHARED = "You will not believe where this whale went"


def forms(jsonld: str = "", og: str = "", twitter: str = "", heading: str = "", page: str = "") -> Titles:
    return Titles(jsonld=jsonld, og=og, twitter=twitter, heading=heading, page=page)


def test_a_headline_is_the_title_where_the_page_title_sides_with_the_one_for_sharing() -> None:
    titles = forms(OWN, SHARED, heading=OWN, page=f"{SHARED} | Gazette")
    assert titles.chosen(SITE) == OWN


def test_a_headline_is_the_title_where_the_page_title_is_the_same() -> None:
    assert forms(OWN, SHARED, heading=OWN, page=OWN).chosen(SITE) == OWN


def test_the_title_for_sharing_counts_where_all_others_are_one_headline_and_the_site() -> None:
    titles = forms(f"Harbour: {OWN}", OWN, heading=f"Harbour: {OWN}", page=f"Harbour: {OWN} - Gazette")
    assert titles.chosen(SITE) == OWN


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
    assert forms(og=title).chosen(SITE) in {OWN, f"{OWN} | News"}


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
    assert forms(og=title).chosen(SITE) == title


def test_a_suffix_is_what_follows_another_form() -> None:
    assert forms(og=f"{OWN} – 13.06.2023", heading=OWN).chosen(frozenset()) == OWN


def test_a_last_part_that_the_headline_has_as_well_is_no_suffix() -> None:
    title = f"{OWN} - Latest news"
    assert forms(title, title, heading=OWN, page=title).chosen(SITE) == title


def test_only_quotation_marks_are_taken_from_the_headline() -> None:
    assert forms("Mayor: ‘No’", "Mayor: 'No'").chosen(SITE) == "Mayor: ‘No’"
    assert forms("Harbour - whale leaves", "Harbour: whale leaves").chosen(SITE) == "Harbour: whale leaves"


def test_a_page_without_any_title_has_none() -> None:
    assert forms().chosen(SITE) is None
