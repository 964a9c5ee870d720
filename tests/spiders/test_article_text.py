"""Which part of a page is the article's text: kinds of pages on which an extractor takes another."""

from __future__ import annotations

import json

import pytest
from invented_stories import story
from landed_pages import article_html, landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, extract
from spiders.extraction.model import story_blocks

WHALE = story("whale")
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in WHALE)
LONG = "The harbour master counted the boats again and found that two of them were missing since the storm."
STATED = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-18">'
)


def own(html: str) -> list[str]:
    result = extract(landed_page(html), ExtractionRules())
    assert isinstance(result, Extraction), result
    return [block.text for block in story_blocks(result.blocks)]


def page(body: str, head: str = STATED) -> str:
    return f"<html lang=en><head><title>The whale | Gazette</title>{head}</head><body>{body}</body></html>"


def test_teasers_above_the_headline_are_other_stories() -> None:
    teasers = "".join(
        f"<article class=t{n}><h3><a href=/{n}>Another story, the {n}th</a></h3><p>{LONG} {n}</p></article>"
        for n in range(8)
    )
    assert own(page(f"<section>{teasers}</section><article><h1>The whale</h1>{BODY}</article>")) == list(
        WHALE
    )


@pytest.mark.parametrize(
    ("around", "letter"),
    [
        ("<div class=reactions>{}</div>", "<div class=opinion><b>reader{}</b><p>{}</p></div>"),
        ("<div id=views><ol>{}</ol></div>", "<li><cite>Otto{}</cite> <i>3 May</i><p>{}</p></li>"),
    ],
)
def test_letters_of_readers_that_are_longer_than_the_story_do_not_replace_it(
    around: str, letter: str
) -> None:
    letters = around.format("".join(letter.format(n, f"{LONG * 4} {n}") for n in range(8)))
    short = f"<div class=entry><p>{WHALE[0]}</p><p>{WHALE[1]}</p></div>"
    found = own(page(f"<article><h1>The whale</h1>{short}</article>{letters}"))
    assert found == list(WHALE[:2])


@pytest.mark.parametrize(
    ("around", "comment"),
    [
        ("<div class=x>{}</div>", "<div><b>Otto</b> <i>2h</i><div><p>{}</p></div><a href=#>Reply</a></div>"),
        ("<div class=x>{}</div>", "<section><p>{}</p><p>Otto</p><button>Antworten</button></section>"),
        ("<ul>{}</ul>", "<li><p>{}</p><div><a href=/r><span>Répondre</span></a></div></li>"),
    ],
)
def test_a_discussion_is_no_text_whatever_it_is_called(around: str, comment: str) -> None:
    comments = around.format("".join(comment.format(f"{LONG * 4} {n}") for n in range(8)))
    story = f"<h1>The whale</h1><div><p>{WHALE[0]}</p><p>{WHALE[1]}</p></div>"
    assert own(page(f"<main>{story}<h3>8 views</h3>{comments}</main>")) == list(WHALE[:2])


@pytest.mark.parametrize(
    "comment",
    [
        (
            '<ol class="wp-block-comment-template"><li id="comment-3" class="comment depth-1"><div>'
            "<div>Otto</div><div><p>{}</p><div><a href=#r>Reply</a></div></div></div></li></ol>"
        ),
        '<div><div class="node-comment"><p>{}</p><ul><li><a href=/r>Antworten</a></li></ul></div></div>',
        '<section><article class="Comment-body"><p>{}</p><button>Répondre</button></article></section>',
    ],
    ids=["wordpress", "drupal", "another"],
)
def test_the_only_comment_below_a_short_story_is_no_text(comment: str) -> None:
    said = comment.format("I have walked there every day since my childhood, and I never saw it like this.")
    story = f"<h1>The whale</h1><div><p>{WHALE[0]}</p></div>"
    assert own(page(f"<main>{story}<h3>One response</h3>{said}</main>")) == [WHALE[0]]


@pytest.mark.parametrize("named", ['class="entry-content"', 'class="e-content"', 'itemprop="articleBody"'])
def test_of_a_story_of_two_lines_headline_and_byline_are_no_part(named: str) -> None:
    entry = (
        f"<article><header><h1>The whale</h1></header><div {named}><p>{LONG}<br>\nThe search goes on."
        "</p></div><footer><div><span>Published <time>May 18</time></span><span>By <a href=/a>Otto</a></span>"
        "</div></footer></article>"
    )
    assert " ".join(own(page(f"<main>{entry}</main>"))) == f"{LONG} The search goes on."


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "You must be logged in to post a comment.",
        "Keine Kommentare",
        "Laisser un commentaire",
        "Mail (will not be published) (required)",
        "Nome (obbligatorio)",
    ],
)
def test_the_text_ends_where_readers_are_invited_to_comment(line: str) -> None:
    form = f"<h3>{line}</h3><p>Name (required)</p><p>Mail (will not be published)</p>"
    assert own(page(f"<div class=post><h1>The whale</h1>{BODY}{form}</div>")) == list(WHALE)
    quoted = f"<p>{WHALE[0]}</p><p>{line}</p>{BODY}"
    assert line in own(page(f"<div class=post><h1>The whale</h1>{quoted}</div>"))


@pytest.mark.parametrize("name", ["modal-body", "popup", "share-view", "newsletter-edition"])
def test_a_box_with_nothing_but_text_is_the_story_whatever_it_is_called(name: str) -> None:
    text = f"{LONG} {LONG}"
    assert own(page(f"<h1>The whale</h1><div class={name}><div><p>{text}</p></div></div>")) == [text]


def test_a_list_that_is_most_of_the_text_is_kept() -> None:
    items = "".join(f"<li>{LONG} {n}: <a href=/{n}>@port</a>. {LONG}</li>" for n in range(12))
    body = f"<div class=pane><h1>The whale</h1><div><p>{WHALE[0]}</p><ul>{items}</ul></div></div>"
    assert len(own(page(body))) == 13


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<article>", "<aside><article>"),
        (f"<p>{WHALE[1]}</p>", f"<div>{WHALE[1]}</div>"),
        (f"<p>{WHALE[1]}</p>", f"<u><strong>{WHALE[1]}</strong></u>"),
    ],
)
def test_text_in_an_unusual_element_is_text(old: str, new: str) -> None:
    html = page(f"<main><article><h1>The whale</h1>{BODY}</article></main>").replace(old, new)
    assert own(html) == list(WHALE)


def test_a_story_in_an_element_named_poll_is_no_poll() -> None:
    html = page(
        f"<article><h1>The whale</h1>{BODY}<div class=poll><p>{LONG} {LONG}</p></div>{BODY}</article>"
    )
    assert f"{LONG} {LONG}" in own(html)


def test_a_dateline_that_stands_loose_before_the_text_is_kept() -> None:
    html = page(f"<article><h1>The whale</h1><div><b>Norrvik/ Bresk: </b>{BODY}</div></article>")
    assert own(html) == ["Norrvik/ Bresk:", *WHALE]


def test_lists_in_the_cells_of_a_table_are_kept() -> None:
    rows = "".join(
        f"<tr><td>{day}</td><td><ul><li>10:0{n} AM</li></ul></td></tr>" for n, day in enumerate("MTW")
    )
    html = page(f"<article><h1>The whale</h1>{BODY}<table>{rows}</table>{BODY}</article>")
    assert [text for text in own(html) if "AM" in text] == ["10:00 AM", "10:01 AM", "10:02 AM"]


@pytest.mark.parametrize("lead", ["<p class=x><b>{}</b></p>", "<div class=x>{}</div>", "<h2>{}</h2>"])
def test_a_standfirst_beside_the_headline_is_text(lead: str) -> None:
    html = page(f"<div><h1>The whale</h1>{lead.format(LONG)}<div class=text>{BODY}</div></div>")
    assert own(html) == [LONG, *WHALE]


def test_captions_of_a_gallery_are_its_text() -> None:
    pictures = "".join(
        f"<figure style=display:none><img src=/{n}><figcaption>{LONG} {n}</figcaption></figure>"
        for n in range(6)
    )
    assert len(own(page(f"<article><h1>The whale</h1><p>{WHALE[0]}</p>{pictures}</article>"))) == 7


def test_a_heading_whose_link_leads_within_the_page_stays_a_heading() -> None:
    html = page(f"<article><h1>The whale</h1>{BODY}<h2><a href=#b>The other harbour</a></h2>{BODY}</article>")
    assert "The other harbour" in own(html)


STATED_BODY = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(WHALE)})
LISTED = json.dumps({"blocks": [{"type": "text", "content": paragraph} for paragraph in WHALE]})
STREAMED = json.dumps([1, "2a:" + json.dumps([["$", "p", {"children": paragraph}] for paragraph in WHALE])])


@pytest.mark.parametrize(
    "script",
    [
        f'<script type="application/ld+json">{STATED_BODY}</script>',
        f"<script>window.data = {LISTED}</script>",
        f"<script>self.push({STREAMED})</script>",
    ],
    ids=["articleBody", "list", "stream"],
)
def test_the_text_of_a_page_that_a_script_draws_comes_from_the_script(script: str) -> None:
    assert own(page(f"<nav><a href=/>Home</a></nav><div><p>Loading...</p></div>{script}")) == list(WHALE)


@pytest.mark.parametrize(
    ("head", "flags"),
    [
        ("<link rel=next href=/whale/2/>", ("one_of_parts",)),
        ("<link rel=prev href=/whale?page=1>", ("one_of_parts",)),
        ("<link rel=next href=/another-story>", ()),
        ('<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>', ("live_blog",)),
    ],
)
def test_parts_and_live_blogs_are_flagged(head: str, flags: tuple[str, ...]) -> None:
    result = extract(landed_page(article_html(head=head)), ExtractionRules())
    assert isinstance(result, Extraction) and result.columns["flags"] == flags


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ("<tr><th>Berth<th>Euros a day<tr><td>Outer quay<td>120<tr><td>Inner quay<td>90", "Inner quay 90"),
        ("<thead><tr><td>Club<td>Points</thead><tr><td>Rovers<td>28<tr><td>United<td>26", "United 26"),
        ("<caption>Votes by ward</caption><tr><td>North<td>1,204<tr><td>South<td>988", "South 988"),
    ],
)
@pytest.mark.parametrize("heading", ["", "<h2>In figures</h2>"])
def test_a_table_at_the_end_of_a_text_is_part_of_it(rows: str, last: str, heading: str) -> None:
    found = own(page(f"<article><h1>The whale</h1>{BODY}{heading}<table>{rows}</table></article>"))
    assert (found[: len(WHALE)], found[-1]) == (list(WHALE), last)


def test_a_table_of_links_at_the_end_of_a_text_is_none_of_it() -> None:
    links = "".join(f"<tr><td><a href=/{n}>Story {n}</a><td><a href=/{n}/all>All</a>" for n in range(4))
    assert own(page(f"<article><h1>The whale</h1>{BODY}<table>{links}</table></article>")) == list(WHALE)


@pytest.mark.parametrize("name", ["post-17 post hentry", "entry", "blog-post"])
def test_a_short_post_is_the_text_though_a_side_column_is_longer(name: str) -> None:
    lines = ["See below.", "Design: Ada Okafor and Nora Quist", "Pictures: Dana Fjord", "Lamps: Otto Brock"]
    text = "<br>".join([*lines, "On the quay of the old harbour, on the first of May"])
    short = f"<h2>The whale</h2><img src=/w.jpg>{text}"
    side = f"<div class=entry-content id=about><h3>About me</h3>{BODY}</div>"
    found = own(page(f"<div class='{name}'>{short}</div>{side}"))
    assert found[: len(lines)] == lines
    assert not set(found) & set(WHALE)


def test_a_post_whose_text_stands_outside_of_an_element_called_so_is_whole() -> None:
    head = "<div class=post><h1>The whale</h1><p>By Ada Okafor</p></div>"
    assert own(page(f"{head}<div class=body>{BODY}</div>"))[-len(WHALE) :] == list(WHALE)


def test_a_story_of_one_line_ends_where_readers_are_invited_to_comment() -> None:
    form = "<p>No comments yet.</p><p>Name (required)</p><p>Website</p>"
    assert own(page(f"<article><h1>The whale</h1><p>{LONG}</p>{form}</article>")) == [LONG]


@pytest.mark.parametrize("before", ["<div class=date>18 November</div>", "<ul><li>The harbour</li></ul>", ""])
def test_text_that_stands_loose_beside_paragraphs_is_one(before: str) -> None:
    loose = f"{WHALE[0]} <a href=/quay>The quay</a> was closed."
    story = f"<h2>The whale</h2>{before}{loose}<p>{WHALE[1]}</p>"
    found = own(page(f"<div id=wrapper><div id=home><div id=post>{story}</div></div></div>"))
    assert found[-2:] == [f"{WHALE[0]} The quay was closed.", WHALE[1]]


def test_a_word_with_its_pronunciation_above_it_keeps_both() -> None:
    marked = (
        "<ruby>鯨<rp>（</rp><rt>くじら</rt><rp>）</rp></ruby> and <ruby><rb>港</rb><rt>みなと</rt></ruby>"
    )
    assert f"鯨（くじら） and 港（みなと） {LONG}" in own(
        page(f"<article><p>{marked} {LONG}</p>{BODY}</article>")
    )


@pytest.mark.parametrize("box", ["rollover-people-block", "tooltip", "popover"])
def test_a_box_that_opens_over_a_name_in_a_sentence_is_none_of_it(box: str) -> None:
    opens = f"<span class={box}>Ada Okafor opens a fair</span>"
    name = f"<span class=rollover-people><a href=/ada>Ada Okafor</a>{opens}</span>"
    found = own(page(f"<article><h1>The whale</h1><p>{LONG} {name} said so.</p>{BODY}</article>"))
    assert found[0] == f"{LONG} Ada Okafor said so."


def test_a_line_that_is_the_authors_names_is_no_text() -> None:
    author = '<meta name="author" content="Ada Okafor">'
    lines = "<p>By Ada Okafor</p>{}<p>Ada Okafor</p>".format
    assert own(page(f"<article><h1>The whale</h1>{lines(BODY)}</article>", STATED + author)) == list(WHALE)


@pytest.mark.parametrize(("following", "shown"), [("<link rel=next href='?page=2'>", 1), ("", 4)])
def test_of_a_live_blog_in_pages_the_head_is_the_text_and_of_one_that_shows_all_everything(
    following: str, shown: int
) -> None:
    updates = [
        {"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": text}
        for n, text in enumerate(WHALE)
    ]
    stated = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates[:3]})
    head = f'{STATED}{following}<script type="application/ld+json">{stated}</script>'
    posts = "".join(f"<h2>Update {n}</h2><p>{text}</p>" for n, text in enumerate(WHALE[:3]))
    found = own(page(f"<article><h1>The whale</h1><p>{LONG * 3}</p>{posts}</article>", head))
    assert len([text for text in found if not text.startswith("Update")]) == shown


@pytest.mark.parametrize("around", ["<table><tr><td>{}</table>", "<div>{}</div>", "<article>{}</article>"])
@pytest.mark.parametrize("first", ["{}", "<p>{}</p>"])
def test_a_quote_of_several_paragraphs_stays_whole(around: str, first: str) -> None:
    quote = f"<blockquote>{first.format(WHALE[1])}\n<p>{WHALE[2]}</p>\n<p>{WHALE[3]}</p></blockquote>"
    text = f"<h1>The whale</h1><p>{WHALE[0]}</p>{quote}<p>{WHALE[4]}</p><p>{WHALE[5]}</p>"
    assert own(page(around.format(text))) == list(WHALE)
