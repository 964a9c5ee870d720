"""Texts that stand in unusual elements, and what stands in usual ones and is no text of the article."""

from __future__ import annotations

import pytest
from invented_stories import story
from landed_pages import landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, extract
from spiders.extraction.model import story_blocks

LONG = "The harbour master counted the boats again and found that two of them were missing since the storm."
WHALE = list(story("whale"))
H1 = "<h1>The whale</h1>"


def own(html: str) -> list[str]:
    result = extract(landed_page(html), ExtractionRules())
    assert isinstance(result, Extraction), result
    return [block.text for block in story_blocks(result.blocks)]


def page(body: str) -> str:
    head = '<meta property="article:published_time" content="2026-11-18">'
    return f"<html lang=en><head><title>The whale | Gazette</title>{head}</head><body>{body}</body></html>"


def article(body: str) -> str:
    return page(f"<header><a href=/>Gazette</a></header><article>{H1}{body}</article>")


def paragraphs(texts: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


@pytest.mark.parametrize("every", [2, 4])
def test_paragraphs_in_divs_between_paragraphs_are_text_however_many_they_are(every: int) -> None:
    mixed = "".join(paragraphs([text], "div" if n % every else "p") for n, text in enumerate(WHALE))
    assert own(article(mixed)) == WHALE


@pytest.mark.parametrize(
    "wrapped", ["<div><div>{}</div></div>", "<div><em>{}</em></div>", "<center>{}</center>"]
)
def test_a_paragraph_within_bare_wrappers_is_text(wrapped: str) -> None:
    last = wrapped.format(WHALE[-1])
    assert own(article(paragraphs(WHALE[:-1]) + last)) == WHALE


@pytest.mark.parametrize("tag", ["div", "span", "section", "main"])
def test_the_line_behind_the_headline_is_text_where_line_breaks_divide_paragraphs(tag: str) -> None:
    other = (
        "<div class=x><p>Short words of the site, which everybody has read a hundred times before.</p></div>"
    )
    found = own(page(f"{other}<div><{tag}>{H1}{'<br><br>'.join(WHALE)}</{tag}></div>"))
    assert found[-len(WHALE) :] == WHALE


@pytest.mark.parametrize(
    "figure",
    [
        "<figure class=highlight><pre><code>open_gate(14)</code></pre></figure>",
        "<figure><table><tr><td><pre>1</pre></td><td><pre>open_gate(14)</pre></td></tr></table></figure>",
        "<figure class=table><table><tr><td>North gate</td><td>open_gate(14)</td></tr></table></figure>",
        f"<figure><blockquote><p>{LONG} open_gate(14)</p></blockquote></figure>",
    ],
)
def test_code_tables_and_quotes_in_a_figure_are_text(figure: str) -> None:
    found = "\n".join(own(article(paragraphs(WHALE[:3]) + figure + paragraphs(WHALE[3:]))))
    assert "open_gate(14)" in found and all(text in found for text in WHALE)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=comment-piece id=comment>{H1}<div class=comment-text>{paragraphs(WHALE)}</div></div>",
        f"{H1}<div class=comments>{paragraphs(WHALE)}</div>",
        f"<dialog open>{H1}{paragraphs(WHALE)}</dialog>",
    ],
)
def test_a_story_in_an_element_that_is_called_otherwise_is_text(body: str) -> None:
    assert own(page(f"<header><a href=/>Gazette</a></header>{body}")) == WHALE


SIDE = f"<div class=side><p>{LONG} {LONG}</p><p>{LONG} A search for text takes this one.</p></div>"


@pytest.mark.parametrize(
    "closed", ["<aside>{}</aside>", "<form>{}</form>", "<div class=comment-text>{}</div>"]
)
def test_a_story_that_the_search_does_not_look_into_is_found_behind_its_headline(closed: str) -> None:
    found = own(page(f"<div>{H1}<p>Ada Okafor</p></div>{closed.format(paragraphs(WHALE))}{SIDE}"))
    assert [text for text in found if text in WHALE] == WHALE


def test_a_long_side_column_does_not_replace_a_short_story() -> None:
    column = f"<aside>{paragraphs([f'{LONG} {LONG} {n}.' for n in range(6)])}</aside>"
    short = f"<main>{H1}<div class=txt>{paragraphs(WHALE[:3])}</div></main>"
    assert own(page(f"{short}{column}")) == WHALE[:3]


def test_paragraphs_in_divs_alone_are_found_beside_paragraphs_of_a_side_column() -> None:
    divs = f"<section class=s>{paragraphs(WHALE, 'div')}</section>"
    found = own(page(f"<div>{H1}</div>{divs}<div class=foot><p>{LONG}</p></div>"))
    assert [text for text in found if text in WHALE] == WHALE


@pytest.mark.parametrize(
    "callout",
    [
        "<blockquote><a href=/y>Lire aussi : {}</a></blockquote>",
        "<blockquote>Leggi anche: <a href=/y>{}</a></blockquote>",
        "<p>Zobacz też: <a href=/y>{}</a> (12.11.2025)</p>",
        "<p><strong>See also – </strong><a href=/y>{}</a></p>",
    ],
)
def test_a_label_and_a_link_are_another_story_in_quotes_with_dashes_and_with_dates(callout: str) -> None:
    found = own(article(paragraphs(WHALE[:3]) + callout.format(LONG) + paragraphs(WHALE[3:])))
    assert found == WHALE


def test_a_quote_that_is_a_link_to_its_source_is_text() -> None:
    quote = f"<blockquote><a href=https://other.example/report>{LONG}</a></blockquote>"
    assert LONG in own(article(paragraphs(WHALE[:3]) + quote + paragraphs(WHALE[3:])))


@pytest.mark.parametrize("place", [3, len(WHALE)])
@pytest.mark.parametrize(
    "card",
    [
        "<article><h3><a href=/{0}>Another story, the {0}th</a></h3><p>{1}</p></article>",
        "<div class=c><a href=/{0}><h4>Another story, the {0}th</h4></a><p>{1}</p></div>",
        "<h4><a href=/{0}>Another story, the {0}th</a></h4><p>{1}</p>",
        "<article><a href=/{0}>Another story, the {0}th</a><p>{1}</p></article>",
    ],
)
def test_teasers_between_and_behind_paragraphs_are_other_stories(card: str, place: int) -> None:
    cards = "".join(card.format(n, f"{LONG} {n}.") for n in range(4))
    body = f"{paragraphs(WHALE[:place])}<div class=more>{cards}</div>{paragraphs(WHALE[place:])}"
    assert own(article(body)) == WHALE


def test_a_list_with_linked_headings_that_is_most_of_the_article_is_text() -> None:
    items = "".join(
        f"<div class=gift><h3><a href=/shop/{n}>Gift {n}</a></h3><p>{LONG} {LONG} {n}.</p></div>"
        for n in range(9)
    )
    found = own(article(f"<p>{LONG}</p>{items}<p>{LONG} At last.</p>"))
    assert sum(LONG in text for text in found) == 11


@pytest.mark.parametrize(
    ("around", "item"),
    [
        (
            "<div id=c><h2>Kommentare</h2>{}</div>",
            "<div><b>maria{0}</b> <small>3.11.</small><p>{1}</p></div>",
        ),
        (
            "<section><h3>Reader comments (5)</h3>{}</section>",
            "<article><header>w{0}</header><p>{1}</p></article>",
        ),
        ("<h3>5 Comments</h3><ul>{}</ul>", "<li><p>{1}</p></li>"),
        ("<dl>{}</dl>", "<dt>maria{0} says:</dt><dd><p>{1}</p></dd>"),
        ("<div class=talkback>{}</div>", "<p><b>maria{0}</b>: {1}</p>"),
        (
            "<ul class=x>{}</ul>",
            "<li><div><strong>maria{0}</strong><span>2 hours ago</span><div>{1}</div></div></li>",
        ),
        ("<div>{}</div>", "<div class=letter><p>{1}</p><p><i>Otto {0}, Mardale</i></p></div>"),
    ],
)
def test_comments_without_replies_are_told_by_their_heading_or_by_names(around: str, item: str) -> None:
    comments = around.format("".join(item.format(n, f"{LONG * 3} {n}.") for n in range(5)))
    short = f"<article>{H1}<div class=txt>{paragraphs(WHALE[:2])}</div></article>"
    assert own(page(short + comments)) == WHALE[:2]


def test_a_part_of_a_story_that_is_called_comments_keeps_its_paragraphs() -> None:
    assert own(article(f"{paragraphs(WHALE[:2])}<h3>Comments</h3>{paragraphs(WHALE[2:])}"))[-1] == WHALE[-1]


def test_a_notice_about_cookies_beside_the_story_is_none_of_it() -> None:
    notice = (
        "We use cookies to make this site work better. By going on you accept our policy and its partners."
    )
    assert (
        own(page(f"<div class=cc><p>{notice}</p></div><section>{H1}{paragraphs(WHALE)}</section>")) == WHALE
    )
    about = page(f"<section><h1>Cookies</h1><p>{notice}</p>{paragraphs(WHALE)}</section>")
    assert own(about.replace("The whale | Gazette", "How cookies work"))[0] == notice
