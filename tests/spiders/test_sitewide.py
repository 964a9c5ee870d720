"""What stands on most pages of a site in the same place is the site's, not the story's."""

from __future__ import annotations

from spiders.extraction.claims import Claim
from spiders.extraction.model import Extraction
from spiders.extraction.sitewide import weighed_over_site


def page(number: int, heading: str = "", authors: tuple[Claim, ...] = ()) -> Extraction:
    titles = (
        Claim("heading", heading or f"Story {number} of the day"),
        Claim("page_title", f"Story {number} of the day"),
    )
    columns = {
        "title": titles[0].text,
        "title_origin": "heading",
        "authors": authors[0].names if authors else (),
    }
    return Extraction(blocks=(), columns=columns, title_claims=titles, author_claims=authors)


def weighed(pages: list[Extraction]) -> list[Extraction]:
    """Pages of as many articles, weighed."""
    return weighed_over_site(pages, [str(number) for number in range(len(pages))])


def test_a_heading_that_most_pages_share_is_no_title() -> None:
    found = weighed([page(number, "Welcome to us!") for number in range(4)])
    assert [(one.title, one.columns["title_origin"]) for one in found] == [
        (f"Story {number} of the day", "page_title") for number in range(4)
    ]
    few = [page(number, "Welcome to us!") for number in range(3)]
    assert weighed(few) == few


def test_a_title_that_some_pages_share_stays() -> None:
    pages = [page(number, "Letters" if number < 3 else "") for number in range(6)]
    assert weighed(pages) == pages


def test_an_author_that_all_pages_share_goes_behind_one_that_differs() -> None:
    desk = Claim("meta", names=("Elm Desk",))
    pages = [
        page(n, authors=(desk, Claim("byline", names=(f"Ada {name}",)))) for n, name in enumerate("ABCDE")
    ]
    assert [one.authors for one in weighed(pages)] == [(f"Ada {name}",) for name in "ABCDE"]


def test_the_one_author_of_a_site_stays() -> None:
    ada = (Claim("meta", names=("Ada Okafor",)), Claim("byline", names=("Ada Okafor",)))
    pages = [page(number, authors=ada) for number in range(5)]
    assert weighed(pages) == pages


def test_the_print_and_amp_forms_of_an_article_count_once() -> None:
    pages = [page(1, "The late ferry stays") for _ in range(6)] + [page(number) for number in range(2, 6)]
    articles = ["ferry"] * 6 + ["two", "three", "four", "five"]
    assert weighed_over_site(pages, articles) == pages
