"""Which article a page is, judged with the other pages of its batch and with what has landed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import made_drafts
import pytest
from warehouse_rows import NOON
from warehouse_rows import page as page_row

from flows.draft import Draft
from flows.stages.identify import KnownArticle, KnownArticles, settle_identities
from spiders.identity.canonical_url import identify
from spiders.identity.urls import article_id
from warehouse.tables import Page

SITE = "https://example.org"


def lines_of(name: str, count: int = 6) -> tuple[str, ...]:
    made = random.Random(name)
    words = ["".join(made.choices("abdegiklmnoprstu", k=6)) for _ in range(20 * count)]
    return tuple(" ".join(words[at : at + 20]) + "." for at in range(0, len(words), 20))


def draft(
    path: str,
    story: str,
    canonical: str | None = None,
    *,
    requested: str | None = None,
    title: str | None = None,
    footer: tuple[str, ...] = (),
) -> Draft:
    url = f"{SITE}{path}"
    page: Page = page_row(story, url=f"{SITE}{requested}" if requested else url, final_url=url)
    lines = (*lines_of(story), *footer)
    extraction = made_drafts.extraction(*lines, canonical_link=canonical, title=title or f"Title of {story}")
    return Draft.of(page, identify(page.url, page.final_url, canonical), extraction)


def landed(path: str, story: str, **changes: Any) -> KnownArticle:
    url = f"{SITE}{path}"
    plain: dict[str, Any] = {
        "article_id": article_id(url),
        "canonical_url": url,
        "identity_reason": "canonical_link",
    }
    plain |= {"former_urls": (), "url": url, "title": f"Title of {story}", "lines": lines_of(story)}
    plain |= {"first_landed_at": NOON}
    return KnownArticle(**plain | changes)


def paths(drafts: list[Draft], *known: KnownArticle) -> list[str]:
    settled = settle_identities(drafts, KnownArticles(known))
    return [each.identity.canonical_url.removeprefix(SITE) for each in settled]


FOOTER = lines_of("what the site prints below everything", 9)


@pytest.mark.parametrize("canonical", ["/news/", "/a/index.html", "/b/page.html", "/one"])
def test_pages_with_other_texts_that_name_one_url_stand_on_their_own(canonical: str) -> None:
    pages = [draft(f"/x/{name}", name, canonical, footer=FOOTER) for name in ("one", "two", "three")]
    for order in permutations(pages):
        settled = settle_identities(order, KnownArticles())
        assert {each.identity.canonical_url for each in settled} == {
            f"{SITE}/x/{n}" for n in ("one", "two", "three")
        }
        assert {each.identity.reason for each in settled} == {"shared_canonical_refused"}


def test_a_page_that_names_its_neighbour_is_not_the_neighbour() -> None:
    host, guest = draft("/one", "one", "/one"), draft("/two", "two", "/one")
    assert paths([host, guest]) == ["/one", "/two"]
    assert paths([guest], landed("/one", "one")) == ["/two"]


def test_one_text_under_several_urls_is_one_article() -> None:
    mobile, tracked = draft("/m/one", "one", "/one"), draft("/share/one", "one", "/one", footer=FOOTER)
    assert paths([mobile, tracked]) == ["/one", "/one"]
    assert paths([mobile], landed("/one", "one")) == ["/one"]


def test_pages_of_a_long_story_are_one_article() -> None:
    second = draft("/one/2", "continued", "/one", title="The long story")
    assert paths([draft("/one", "one", "/one", title="The long story"), second]) == ["/one", "/one"]


def test_a_form_that_the_url_spells_is_believed_whatever_its_text() -> None:
    assert paths([draft("/one/amp", "rewritten since", "/one")], landed("/one", "one")) == ["/one"]


def test_a_page_once_refused_stays_on_its_own() -> None:
    refused = landed("/x/one", "one", identity_reason="shared_canonical_refused")
    assert paths([draft("/x/one", "one", "/shared")], refused) == ["/x/one"]


def test_the_page_that_an_article_was_read_from_stays_that_article() -> None:
    article = landed("/shared", "one", url=f"{SITE}/x/one")
    pages = [draft("/x/one", "one, rewritten", "/shared"), draft("/x/two", "two", "/shared")]
    assert paths(pages, article) == ["/shared", "/x/two"]


def test_a_redirect_to_the_same_story_carries_the_article() -> None:
    old = landed("/old", "one")
    (moved,) = settle_identities([draft("/new", "one", requested="/old")], KnownArticles([old]))
    identity = moved.identity
    assert (identity.canonical_url, identity.article_id) == (f"{SITE}/new", old.article_id)
    assert (identity.reason, identity.former_urls) == ("moved", (f"{SITE}/old",))


def test_the_new_url_is_the_moved_article_in_its_batch_and_ever_after() -> None:
    old = landed("/old", "one")
    pages = [draft("/new", "one"), draft("/new", "one", requested="/old")]
    assert {each.identity.article_id for each in settle_identities(pages, KnownArticles([old]))} == {
        old.article_id
    }
    moved = landed("/new", "one", article_id=old.article_id, former_urls=(f"{SITE}/old",))
    for page in (draft("/new", "one"), draft("/new", "rewritten"), draft("/new", "one", requested="/old")):
        (settled,) = settle_identities([page], KnownArticles([moved]))
        assert (settled.identity.article_id, settled.identity.former_urls) == (
            old.article_id,
            (f"{SITE}/old",),
        )


def test_an_article_that_moves_twice_keeps_its_key_and_all_its_urls() -> None:
    moved = landed("/new", "one", article_id=article_id(f"{SITE}/old"), former_urls=(f"{SITE}/old",))
    for requested in ("/old", "/new"):
        (again,) = settle_identities([draft("/newest", "one", requested=requested)], KnownArticles([moved]))
        assert again.identity.article_id == moved.article_id
        assert again.identity.former_urls == (f"{SITE}/old", f"{SITE}/new")


def test_an_article_that_moves_back_has_its_first_url_again() -> None:
    moved = landed("/new", "one", article_id=article_id(f"{SITE}/old"), former_urls=(f"{SITE}/old",))
    (back,) = settle_identities([draft("/old", "one", requested="/new")], KnownArticles([moved]))
    assert (back.identity.article_id, back.identity.former_urls) == (moved.article_id, (f"{SITE}/new",))
    assert back.identity.canonical_url == f"{SITE}/old"


def test_the_same_story_at_the_same_path_of_a_new_host_is_the_article_of_the_old_one() -> None:
    old = landed("/a", "one", article_id=article_id("http://www.old.example/a"))
    old = replace(old, canonical_url="http://www.old.example/a", url="http://www.old.example/a")
    known = KnownArticles([old], former_hosts={draft("/a", "one").source: ("old.example",)})
    (same,) = settle_identities([draft("/a", "one")], known)
    (other,) = settle_identities([draft("/a", "another")], known)
    assert (same.identity.article_id, same.identity.canonical_url) == (old.article_id, f"{SITE}/a")
    assert same.identity.former_urls == ("http://www.old.example/a",)
    assert other.identity.article_id == article_id(f"{SITE}/a")
    (unmoved,) = settle_identities([draft("/a", "one")], KnownArticles([old]))
    assert unmoved.identity.article_id == article_id(f"{SITE}/a")


def test_a_redirect_to_another_text_moves_nothing() -> None:
    assert paths([draft("/section", "other news", requested="/old")], landed("/old", "one")) == ["/section"]


@pytest.mark.parametrize("first", ["/old", "/new"])
def test_a_redirect_between_two_articles_of_one_story_leaves_the_one_that_landed_first(first: str) -> None:
    later = NOON + timedelta(hours=1)
    known = [
        landed(path, "one", first_landed_at=NOON if path == first else later) for path in ("/old", "/new")
    ]
    (page,) = settle_identities([draft("/new", "one", requested="/old")], KnownArticles(known))
    assert (page.identity.article_id, page.identity.canonical_url, page.identity.former_urls) == (
        article_id(f"{SITE}{first}"),
        f"{SITE}/new",
        (f"{SITE}/old",),
    )


def test_a_redirect_to_an_article_with_another_story_moves_nothing() -> None:
    known = [landed("/old", "one"), landed("/new", "two")]
    for story in ("one", "two"):
        (page,) = settle_identities([draft("/new", story, requested="/old")], KnownArticles(known))
        assert page.identity.article_id == article_id(f"{SITE}/new")


def test_a_page_that_an_article_names_as_its_amp_form_is_that_article() -> None:
    article = landed("/one", "one")
    known = KnownArticles([article], {f"{SITE}/amp-one": article.article_id})
    (amp,) = settle_identities([draft("/amp-one", "one")], known)
    assert (amp.identity.canonical_url, amp.identity.reason) == (f"{SITE}/one", "amp")


def test_another_story_at_a_former_url_is_an_article_of_its_own() -> None:
    moved = landed("/new", "one", article_id=article_id(f"{SITE}/old"), former_urls=(f"{SITE}/old",))
    same, other = settle_identities([draft("/old", "one"), draft("/old", "another")], KnownArticles([moved]))
    assert (same.identity.article_id, same.identity.canonical_url) == (moved.article_id, f"{SITE}/new")
    assert other.identity.canonical_url == f"{SITE}/old"
    assert other.identity.article_id != moved.article_id
