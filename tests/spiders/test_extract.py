"""What one page gives: blocks, title, authors, dates, language."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from invented_stories import story
from landed_pages import article_html, landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, extract
from spiders.extraction.model import ASIDE_KINDS, story_blocks

WHALE = story("whale")


def extracted(html: str, rules: ExtractionRules = ExtractionRules(), **page: Any) -> Extraction:  # noqa: B008
    result = extract(landed_page(html, **page), rules)
    assert isinstance(result, Extraction), result
    return result


def stating(**article: object) -> str:
    """A head that states an article in JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'


def texts(extraction: Extraction) -> list[str]:
    return [block.text for block in story_blocks(extraction.blocks)]


def apart(extraction: Extraction) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in extraction.blocks if block.kind in ASIDE_KINDS]


def test_headings_lists_and_quotes_keep_their_kind() -> None:
    items = "".join(f"<li>{text}</li>" for text in story("list", 3))
    html = article_html().replace(
        "</article>", f"<h2>Second part</h2><p>{WHALE[0]} x</p><ul>{items}</ul></article>"
    )
    kinds = [(block.kind, block.text) for block in extracted(html).blocks]
    assert ("heading", "Second part") in kinds
    assert [text for kind, text in kinds if kind == "list_item"] == list(story("list", 3))


@pytest.mark.parametrize("line", ["___", "* * *", "—", "•"])
def test_a_typed_break_between_paragraphs_is_no_text(line: str) -> None:
    found = extracted(article_html(*WHALE[:2], line, *WHALE[2:]))
    assert texts(found) == list(WHALE)


def test_the_title_stands_in_its_field_and_not_in_the_text() -> None:
    found = extracted(article_html())
    assert found.title == "The whale in the harbour"
    assert texts(found) == list(WHALE)


def test_captions_pitches_and_links_to_other_stories_are_set_apart_and_hidden_boxes_left_out() -> None:
    noise = (
        "<div class=legend>A whale, seen from the pier at noon.</div>"
        "<div class=c-inlineSignup><p>All whales in your inbox, every morning.</p></div>"
        "<div class=plus-cta><p>If you liked this whale, become a member.</p></div>"
        "<p><b>SEE MORE</b>: <a href=/b>The mayor and the bridge that nobody wanted</a></p>"
        "<p>READ THIS TOO | <a href=/d>Harbour closed for a week, boats wait</a></p>"
        "<p>[Related: <a href=/f>Whales of the last ten years</a>]</p>"
        "<p><a href=/c>Harbour: what the port authority knew about the whale</a></p>"
        "<div class=lightbox><p>Want to bookmark your favourite stories?</p></div>"
        "<div style='display:none'><p>This article has been sent to your friends.</p></div>"
    )
    html = article_html().replace(f"<p>{WHALE[2]}</p>", f"{noise}<p>{WHALE[2]}</p>")
    assert texts(extracted(html)) == list(WHALE)
    assert apart(extracted(html)) == [
        ("caption", "A whale, seen from the pier at noon."),
        ("newsletter", "All whales in your inbox, every morning."),
        ("newsletter", "If you liked this whale, become a member."),
        ("related", "SEE MORE: The mayor and the bridge that nobody wanted"),
        ("related", "READ THIS TOO | Harbour closed for a week, boats wait"),
        ("related", "[Related: Whales of the last ten years]"),
        ("related", "Harbour: what the port authority knew about the whale"),
    ]


def test_a_link_before_a_colon_introduces_what_follows_and_stays() -> None:
    line = "<p><a href=/x>The Financial Gazette</a> wrote:</p>"
    html = article_html().replace(f"<p>{WHALE[2]}</p>", f"{line}<p>{WHALE[2]}</p>")
    assert "The Financial Gazette wrote:" in texts(extracted(html))


def test_a_list_of_links_takes_its_dates_and_its_heading_along() -> None:
    titles = ("The mayor and the bridge that nobody wanted", "What the port authority knew of the whale")
    items = "".join(f"<li><h4><a href=/s>{title}</a></h4><time>Nov. 21</time></li>" for title in titles)
    noise = f"<h3>More of the harbour</h3><ul>{items}</ul><h2>Second part</h2>"
    html = article_html().replace(f"<p>{WHALE[2]}</p>", f"{noise}<p>{WHALE[2]}</p>")
    found = extracted(html)
    assert texts(found) == [*WHALE[:2], "Second part", *WHALE[2:]]
    assert [text for _, text in apart(found)] == [
        "More of the harbour",
        *(part for title in titles for part in (title, "Nov. 21")),
    ]


def test_links_have_their_share_of_a_block_and_markers_cannot_be_forged() -> None:
    linked = f"{WHALE[2]} <a href=/w>{WHALE[2]}</a>"
    html = article_html().replace(
        f"<p>{WHALE[2]}</p>", f"<p>{linked}</p><p>\ufffc0\ufffc&#xFFFC;1&#65532;</p>"
    )
    found = extracted(html)
    assert [block.link_density for block in found.blocks if block.text.startswith(WHALE[2])] == [0.5]
    assert texts(found)[3] == "01"


@pytest.mark.parametrize(
    "line",
    [
        "Published on Friday, 20 November 2026",
        "20.11.2026, 08:59 Uhr",
        "2026年11月20日 17:59",
        "UPDATED: Nov. 21, 2026 at 1:05 a.m.",
    ],
)
def test_a_line_at_the_head_that_only_tells_the_stated_date_is_no_text(line: str) -> None:
    head = stating(datePublished="2026-11-20T09:00:00Z")
    assert texts(extracted(article_html(line, *WHALE, head=head))) == list(WHALE)


@pytest.mark.parametrize(
    "line",
    [
        "Published on 3 March 2019",
        "The whale that came on 20 November 2026 has left the harbour for good.",
        "Whales of 2026: the 7 best",
    ],
)
def test_a_line_that_tells_more_than_the_stated_date_stays(line: str) -> None:
    head = stating(datePublished="2026-10-19T09:00:00Z")
    assert texts(extracted(article_html(line, *WHALE, head=head))) == [line, *WHALE]


def test_a_quote_pulled_out_of_the_text_is_set_apart() -> None:
    pulled = WHALE[4][:60]
    html = article_html().replace(f"<p>{WHALE[2]}</p>", f"<blockquote>{pulled}</blockquote><p>{WHALE[2]}</p>")
    assert apart(extracted(html)) == [("pull_quote", pulled)]


def test_a_title_with_a_kicker_run_into_it_is_not_text() -> None:
    html = article_html().replace("<article>", "<article><h2><b>Harbour</b>The whale in the harbour</h2>")
    assert texts(extracted(html)) == list(WHALE)


def test_subheadings_and_quotes_between_the_containers_of_a_body_are_kept() -> None:
    bodies = {
        topic: "".join(f"<p>{text}</p>" for text in story(topic, 5)) for topic in ("one", "two", "three")
    }
    parts = "".join(
        f"<h3>Part {topic}</h3><div class=body-text>{body}</div>" for topic, body in bodies.items()
    )
    html = f"<html><body><main><article><h1>T</h1>{parts}</article></main></body></html>"
    assert [text for text in texts(extracted(html)) if text.startswith("Part ")] == ["Part two", "Part three"]


def test_a_table_that_lays_out_the_page_is_not_one_block() -> None:
    cell = "".join(f"<p>{text}</p>" for text in WHALE)
    html = f"<html><body><h1>Whale</h1><table><tr><td>{cell}</td></tr></table></body></html>"
    assert texts(extracted(html)) == list(WHALE)


def test_a_body_that_is_cut_into_containers_is_read_whole() -> None:
    parts = "".join(
        f"<div class='body-text'>{''.join(f'<p>{text}</p>' for text in story(topic, 5))}</div><div>Ad</div>"
        for topic in ("one", "two", "three")
    )
    html = f"<html><body><main><article><h1>T</h1>{parts}</article></main></body></html>"
    assert texts(extracted(html)) == [*story("one", 5), *story("two", 5), *story("three", 5)]


def test_a_standfirst_outside_of_the_body_is_put_first() -> None:
    lead = "A whale has come into the harbour, and nobody knows how to get it out again."
    html = (
        f'<html><head><meta name=description content="{lead}"></head><body>'
        f"<header><h1>Whale</h1><p>{lead}</p></header>"
        f"<main><article>{''.join(f'<p>{text}</p>' for text in WHALE)}</article></main></body></html>"
    )
    assert texts(extracted(html)) == [lead, *WHALE]


def test_a_standfirst_of_several_paragraphs_is_found_though_quotes_differ_and_the_description_is_cut() -> (
    None
):
    lead = ("A whale has come into the ‘harbour’.", "Nobody knows how to get it out again, and it sings.")
    stated = " ".join(lead)[:-12].replace("‘", "&quot;")
    html = (
        f'<html><head><meta name=description content="{stated}..."></head>'
        f"<body><header><h1>Whale</h1><div><p>{lead[0]}</p><p>{lead[1]}</p></div><p>Share this</p></header>"
        f"<main><article>{''.join(f'<p>{text}</p>' for text in WHALE)}</article></main></body></html>"
    )
    assert texts(extracted(html)) == [*lead, *WHALE]


def test_blocks_that_a_complete_stated_body_does_not_know_are_foreign_but_for_a_standfirst() -> None:
    other = " ".join(story("other", 1))
    lead = " ".join(story("lead", 1))
    html = article_html(lead, *WHALE, other, head=stating(articleBody="\n".join(WHALE)))
    assert texts(extracted(html)) == [lead, *WHALE]
    assert apart(extracted(html)) == [("foreign", other)]


def test_a_stated_body_that_is_cut_short_costs_nothing() -> None:
    html = article_html(head=stating(articleBody="\n".join(WHALE[:4])[:-20]))
    assert texts(extracted(html)) == list(WHALE)


def test_a_source_prunes_and_selects() -> None:
    html = article_html().replace(
        "</article>", "</article><div id=more><p>" + "</p><p>".join(story("more")) + "</p></div>"
    )
    assert texts(extracted(html, ExtractionRules(select=("#more",)))) == list(story("more"))
    assert texts(extracted(html, ExtractionRules(prune=("//article/p[1]",)))) == list(WHALE[1:])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (stating(headline="Whale leaves"), "Whale leaves"),
        ("<meta property=og:title content='Whale leaves - Gazette'>", "Whale leaves"),
        ("<meta property=og:title content='Whale &amp;amp; calf'>", "Whale & calf"),
    ],
)
def test_a_title_is_without_the_site_and_without_escapes(head: str, title: str) -> None:
    assert extracted(article_html(head=head)).title == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "By Ada Okafor and Jan de Wit"}, ("Ada Okafor", "Jan de Wit")),
        ([{"name": "Ada Okafor"}, {"name": "Ada Okafor"}], ("Ada Okafor",)),
        ("Ada Okafor, Jan de Wit", ("Ada Okafor", "Jan de Wit")),
        ([{"name": "https://gazette.example/ada"}, 7, None], ()),
    ],
)
def test_authors_are_a_list_of_names(author: object, names: tuple[str, ...]) -> None:
    assert extracted(article_html(head=stating(author=author))).authors == names


def test_a_byline_counts_where_only_the_publisher_is_stated() -> None:
    head = stating(author={"@type": "Organization", "name": "Gazette"}, publisher={"name": "Gazette"})
    html = article_html(head=head).replace(
        "<p>", "<span class=byline>By <a rel=author>Ada Okafor</a></span><p>", 1
    )
    assert extracted(html).authors == ("Ada Okafor",)


@pytest.mark.parametrize(
    ("stated", "at", "precision"),
    [
        ("2026-11-19T08:30:15+02:00", datetime(2026, 11, 19, 6, 30, 15, tzinfo=UTC), "instant"),
        ("2026-11-19T08:30Z", datetime(2026, 11, 19, 8, 30, tzinfo=UTC), "minute"),
        ("2026-11-19", datetime(2026, 11, 19, tzinfo=UTC), "day"),
        ("2026-11-19T00:00:00+08:00", datetime(2026, 11, 19, tzinfo=UTC), "day"),
        ("Thu, 19 Nov 2026 08:30:00 GMT", datetime(2026, 11, 19, 8, 30, tzinfo=UTC), "instant"),
    ],
)
def test_a_date_has_its_instant_and_precision(stated: str, at: datetime, precision: str) -> None:
    found = extracted(article_html(head=stating(datePublished=stated))).columns
    names = ("published_at", "published_precision", "published_origin", "published_raw")
    assert tuple(found[name] for name in names) == (at, precision, "jsonld", stated)


@pytest.mark.parametrize("stated", ["2031-01-01", "1970-01-01", "2026-13-45", "soon", "0000-00-00", ""])
def test_future_and_impossible_dates_are_refused(stated: str) -> None:
    head = (
        stating(datePublished=stated) + "<meta property=article:published_time content=2026-11-18T10:00:00Z>"
    )
    found = extracted(article_html(head=head)).columns
    expected = (datetime(2026, 11, 18, 10, tzinfo=UTC), "meta")
    assert (found["published_at"], found["published_origin"]) == expected


def test_the_feed_and_the_url_know_the_date_where_the_page_does_not() -> None:
    fed = extracted(article_html(), link_published="2026-11-18T10:00:00Z").columns
    addressed = extracted(article_html(), url="https://gazette.example/2026/11/17/whale").columns
    assert fed["published_origin"] == "feed"
    assert (addressed["published_origin"], addressed["published_precision"]) == ("url", "day")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Wal ist in den Hafen gekommen, und niemand weiß, wie er wieder hinausfinden soll. ", "de"),
        ("鲸鱼游进了港口，没有人知道它怎样才能再游出去，港务局正在讨论下一步的措施。", "zh"),
        ("دخل الحوت إلى الميناء ولا أحد يعرف كيف يمكنه الخروج منه مرة أخرى، والسلطات تدرس الأمر. ", "ar"),
    ],
)
def test_the_language_is_that_of_the_text(text: str, language: str) -> None:
    html = article_html(*(text * 6 for _ in range(4)))
    assert extracted(html).language == language
