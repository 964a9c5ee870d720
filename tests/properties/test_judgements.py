"""Properties of what a page is judged to be and to be called, for pages that state it in any set of forms."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from invented_stories import story
from landed_pages import NOON, landed_page

from spiders.extraction.extract import extract
from spiders.extraction.model import Extraction, Refusal
from spiders.workers.pool import NO_RULES
from warehouse.values.rejection import PageGroup

SITE = "The Gazette"
HEADLINES = ("The tide was early this year", "Three bridges close for repairs", "A clock that runs backwards")
NAMES = ("Ada Okafor", "Jonas Lindqvist", "Mei Tanaka")
DAYS = st.dates(date(2015, 1, 2), NOON.date() - timedelta(days=2))
MAYBE_HEADLINE, MAYBE_DAY = st.none() | st.sampled_from(HEADLINES), st.none() | DAYS
MAYBE_NAME = st.none() | st.sampled_from(NAMES)
URL = "https://gazette.example/2026/a-story-of-the-day"
BESIDE = (
    "<nav><ul>" + "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(12)) + "</ul></nav>",
    "<aside><h3>Most read</h3>"
    + "".join(f'<p><a href="/other/{n}">Another story of the day, number {n}</a></p>' for n in range(8))
    + "</aside>",
    "<footer><p>Copyright The Gazette. All rights reserved.</p></footer>",
    '<form action="/search"><input name="q"><button>Search</button></form>',
    "<!-- a comment -->",
    "<section class=newsletter><p>Sign up to our newsletter.</p></section>",
)


@dataclass(frozen=True)
class Stated:
    """What a page states of itself, in each form or not at all."""

    headings: tuple[str | None, ...]
    authors: tuple[str | None, ...]
    days: tuple[date | None, ...]
    paragraphs: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    def html(self) -> str:
        title, shared, heading, headline = self.headings
        meta_author, byline, creator = self.authors
        meta_day, shown, stated = self.days
        linked: dict[str, object] = {"headline": headline, "datePublished": stated and f"{stated}T08:00:00Z"}
        linked["author"] = creator and {"@type": "Person", "name": creator}
        data = {"@context": "https://schema.org", "@type": "NewsArticle"} | {
            name: value for name, value in linked.items() if value
        }
        head = (
            f"<title>{f'{title} | {SITE}' if title else SITE}</title>",
            f'<meta property="og:title" content="{shared}">' if shared else "",
            f'<meta name="author" content="{meta_author}">' if meta_author else "",
            f'<meta property="article:published_time" content="{meta_day}T08:00:00Z">' if meta_day else "",
            f'<script type="application/ld+json">{json.dumps(data)}</script>' if len(data) > 2 else "",
        )
        top = (
            f"<h1>{heading}</h1>" if heading else "",
            f'<p class="byline">By <a rel="author" href="/by">{byline}</a></p>' if byline else "",
            f'<time datetime="{shown}T08:00:00Z">{shown}</time>' if shown else "",
        )
        body = "".join(f"<p>{paragraph}</p>" for paragraph in story("tide", self.paragraphs))
        return (
            f"<!doctype html><html lang=en><head>{''.join(head)}</head><body>{''.join(self.before)}"
            f"<main><article>{''.join(top)}{body}</article></main>{''.join(self.after)}</body></html>"
        )


def pages() -> st.SearchStrategy[Stated]:
    beside = st.lists(st.sampled_from(BESIDE), unique=True, max_size=4).map(tuple)
    return st.builds(
        Stated,
        st.tuples(MAYBE_HEADLINE, MAYBE_HEADLINE, MAYBE_HEADLINE, MAYBE_HEADLINE),
        st.tuples(MAYBE_NAME, MAYBE_NAME, MAYBE_NAME),
        st.tuples(MAYBE_DAY, MAYBE_DAY, MAYBE_DAY),
        st.integers(2, 12),
        beside,
        beside,
    )


def extracted(stated: Stated, html: str | None = None) -> Extraction:
    found = extract(landed_page(html or stated.html(), URL), NO_RULES)
    assert isinstance(found, Extraction), found
    return found


@given(pages())
def test_a_story_is_an_article_whatever_stands_beside_it_and_all_of_it_is_kept(stated: Stated) -> None:
    kept = "\n".join(block.text for block in extracted(stated).blocks)
    assert [text for text in story("tide", stated.paragraphs) if text not in kept] == []


@given(pages())
def test_a_title_is_one_of_those_stated_and_the_sites_name_only_where_none_is(stated: Stated) -> None:
    title = extracted(stated).columns["title"]
    headings: set[str | None] = {name for name in stated.headings if name}
    assert title in (headings or {None, SITE})


@given(pages(), st.sampled_from(HEADLINES))
def test_a_title_that_every_form_states_is_the_title(stated: Stated, headline: str) -> None:
    agreed = replace(stated, headings=tuple(name and headline for name in stated.headings))
    assert extracted(agreed).columns["title"] == (headline if any(agreed.headings) else SITE)


@given(pages())
def test_authors_are_among_those_stated(stated: Stated) -> None:
    authors = extracted(stated).columns["authors"] or ()
    assert set(authors) <= {name for name in stated.authors if name}
    assert bool(authors) == any(stated.authors)


@given(pages())
def test_a_date_is_one_of_those_stated_and_what_is_stated_for_machines_is_read(stated: Stated) -> None:
    published = extracted(stated).columns["published_at"]
    for_machines = {day for day in (stated.days[0], stated.days[2]) if day}
    assert (published and published.date()) in (for_machines or (stated.days[1], None))


@given(pages())
def test_comments_and_white_space_leave_no_trace(stated: Stated) -> None:
    spaced = stated.html().replace("<p>", "\n <!-- x -->\n<p>").replace("</aside>", "</aside>\n\n")
    assert extracted(stated, spaced) == extracted(stated)


@given(st.integers(15, 60), st.booleans())
def test_a_page_of_links_to_stories_with_excerpts_is_no_article(count: int, is_dated: bool) -> None:
    excerpts = story("tide", count)
    posts = "".join(
        f'<article class="post"><h2><a href="/2026/{n}-story">{HEADLINES[n % 3]} {n}</a></h2>'
        f"{f'<time datetime=2026-11-{n % 28 + 1:02}>{n}</time>' if is_dated else ''}<p>{text}</p></article>"
        for n, text in enumerate(excerpts)
    )
    html = f"<html lang=en><head><title>{SITE}</title></head><body><main>{posts}</main></body></html>"
    page = landed_page(html, "https://gazette.example/category/harbour/", discovery="sitemap")
    found = extract(page, NO_RULES)
    assert isinstance(found, Refusal)
    assert found.reason.group is PageGroup.LIST
