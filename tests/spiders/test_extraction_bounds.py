"""Hostile and broken pages: each has an outcome, and none costs the article that can be read."""

from __future__ import annotations

import json

import pytest
from invented_stories import story
from landed_pages import article_html, landed_page

from spiders.encodings.page_markup import decode
from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract
from spiders.workers.limits import WorkerLimits
from spiders.workers.pool import extract_pages
from warehouse.values import RejectionReason

WHALE = story("whale")
JSONLD = '<script type="application/ld+json">{}</script>'
WRONG_SHAPES = (
    '[[[1, 2], null, {"@type": ["NewsArticle", 3], "headline": {"a": 1}, "author": [[{"name": {"x": [1]}}]]'
    ',"datePublished": [1], "keywords": {"a": "b"}, "articleBody": ["x", 3], "image": 7, "publisher": "P"}]]'
)


def marked(mark: str) -> list[str]:
    """The story's paragraphs, each with something at its end."""
    return [paragraph + mark for paragraph in WHALE]


def texts(body: str | bytes, **changes: str) -> list[str]:
    result = extract(landed_page(body, **changes), ExtractionRules())
    assert isinstance(result, Extraction), result
    return [block.text for block in result.blocks]


@pytest.mark.parametrize(
    "mark",
    [
        "&#1;",
        "&#x0B;",
        "&#65534;",
        "&#xFFFF;",
        "&#xD800;",
        "&#1114112;",
        "&#0;",
        "\x00",
        "\x01",
        "\x0b",
        "\ufffe",
    ],
    ids=ascii,
)
def test_a_character_that_xml_forbids_costs_itself_only(mark: str) -> None:
    assert texts(article_html(*marked(mark))) == list(WHALE)


def test_a_surrogate_in_utf_8_costs_no_paragraph() -> None:
    found = texts(article_html().encode().replace(b"</p>", b"\xed\xa0\x80</p>"))
    assert len(found) == len(WHALE)


@pytest.mark.parametrize(
    ("charset", "head", "mark"),
    [
        ("utf-8", "", " naïve café"),
        ("utf-8", "<meta charset=iso-8859-1>", " naïve café"),
        ("cp1252", "", " naïve café"),
        ("iso-8859-15", "<meta charset=iso-8859-15>", " zwölf €"),
        ("cp1251", "<meta charset=windows-1251>", " Привет"),
        ("gb18030", "<meta charset=gb2312>", " 你好"),
        ("shift_jis", '<meta http-equiv=Content-Type content="text/html; charset=Shift_JIS">', " 東京"),
        ("utf-16", "", " naïve café"),
        ("cp1252", "<meta charset=utf-16>", " naïve café"),
        ("ascii", '<?xml version="1.0" encoding="utf-16"?>', " and a cafe"),
        ("cp1252", "<meta charset=klingon-8>", " naïve café"),
    ],
)
def test_a_wrong_or_missing_charset_costs_no_letter(charset: str, head: str, mark: str) -> None:
    body = article_html(*marked(mark), head=head).encode(charset)
    assert texts(body) == marked(mark)


@pytest.mark.parametrize(
    ("charset", "language", "text"),
    [
        (
            "cp1251",
            "ru",
            "Паром остаётся до весны: совет решил сохранить старую линию, жители собрали подписи. ",
        ),
        (
            "koi8-r",
            "ru",
            "Паром остаётся до весны: совет решил сохранить старую линию, жители собрали подписи. ",
        ),
        (
            "gb18030",
            "zh",
            "百年轮渡将继续运行至明年春天，附近居民已经收集了签名，工程师早前警告说大桥需要维修。",
        ),
        ("shift_jis", "ja", "石津市議会は火曜日、古い渡し船の航路を残すことを決めた。住民は署名を集めた。"),
        (
            "euc-kr",
            "ko",
            "시의회는 화요일에 오래된 나룻배 노선을 유지하기로 결정했다. 주민들은 서명을 모았다. ",
        ),
        ("cp1256", "ar", "قرر المجلس البلدي الإبقاء على خط العبارة القديم، جمع السكان توقيعات ضد الخطة. "),
        (
            "cp1253",
            "el",
            "Το συμβούλιο αποφάσισε να διατηρήσει την παλιά γραμμή, οι κάτοικοι συγκέντρωσαν υπογραφές. ",
        ),
        (
            "iso8859_2",
            "pl",
            "Rada zdecydowała o utrzymaniu starej linii promowej, mieszkańcy złożyli podpisy w środę. ",
        ),
        (
            "cp1254",
            "tr",
            "Meclis eski feribot hattını korumaya karar verdi, sakinler plana karşı imza topladı. ",
        ),
    ],
    ids=lambda value: value if value.isascii() and len(value) < 12 else "",
)
@pytest.mark.parametrize("stated", ["", " lang={}", " lang=en"], ids=["none", "right", "wrong"])
def test_an_unstated_charset_is_told_by_the_letters(
    charset: str, language: str, text: str, stated: str
) -> None:
    page = f"<html{stated.format(language)}><title>x</title><body><p>{text * 4}</p></body></html>".encode(
        charset
    )
    assert text.strip() in decode(page, None)


def test_a_western_charset_is_not_believed_for_another_alphabet() -> None:
    page = f"<html><body><p>{'Паром остаётся до весны, решил совет. ' * 9}</p></body></html>".encode("cp1251")
    assert "Паром остаётся" in decode(page, "text/html; charset=iso-8859-1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</title>", "</titlevalue='true'>"),
        ("</title>", ""),
        ("<nav>", "<nav><form><textarea name=q></form>"),
        ("<nav>", "<nav><iframe src=/ad>"),
        ("<nav>", "<nav><script>var ad = 1;"),
    ],
)
def test_an_element_that_is_not_closed_swallows_no_article(old: str, new: str) -> None:
    assert texts(article_html().replace(old, new)) == list(WHALE)


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
def test_utf8_is_not_believed_where_the_bytes_are_none(charset: str) -> None:
    text = "Совет города одобрил строительство причалов после долгих споров о воде и хлебе."
    body = (
        f"<html lang=ru><head><meta charset=utf-8></head><body><p>{text}</p><p>{text * 3}</p></body></html>"
    )
    assert text in texts(body.encode(charset), content_type="text/html; charset=utf-8")[0]


def test_one_broken_byte_does_not_change_the_charset_of_a_page() -> None:
    body = article_html(*marked(" naïve café")).encode() + b"\xff"
    assert texts(body) == marked(" naïve café")


@pytest.mark.parametrize("tag", ["div", "b", "span"])
def test_nesting_of_three_hundred_costs_nothing(tag: str) -> None:
    deep = f"<{tag}>" * 300 + "".join(f"<p>{text}</p>" for text in WHALE)
    assert texts(f"<html><body><article>{deep}</article></body></html>") == list(WHALE)


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<blockquote>"])
def test_nesting_of_fifty_thousand_is_refused_before_it_costs_anything(tags: str) -> None:
    page = landed_page(f"<html><body>{tags * (50_000 // tags.count('<'))}{article_html()}")
    result = extract(page, ExtractionRules())
    assert isinstance(result, Refusal)
    assert result.reason == "too_deep"


def test_two_hundred_thousand_paragraphs_are_refused_before_they_cost_anything() -> None:
    result = extract(landed_page("<p>word and more</p>" * 200_000), ExtractionRules())
    assert isinstance(result, Refusal)
    assert result.reason == "too_large"


def test_a_body_over_the_limit_is_refused() -> None:
    result = extract(landed_page(b"<p>" + b"x" * 20_000_001), ExtractionRules())
    assert isinstance(result, Refusal)
    assert result.reason == "too_large"


def test_a_line_of_ten_megabytes_costs_no_other_paragraph() -> None:
    found = texts(article_html(*WHALE, "word " * 2_000_000))
    assert found[: len(WHALE)] == list(WHALE)


@pytest.mark.parametrize(
    "stated",
    [
        WRONG_SHAPES,
        "[" * 100_000 + "]" * 100_000,
        '{"@type": "NewsArticle", "headline": ',
        json.dumps({"@type": "NewsArticle", "headline": "T", "articleBody": "word " * 1_000_000}),
        json.dumps({"@graph": [{"@type": "NewsArticle", "author": {"author": [None] * 1000}}] * 3_000}),
        '"text"',
        "null",
    ],
    ids=["shapes", "deep", "cut", "long", "many", "string", "null"],
)
def test_structured_data_of_the_wrong_shape_costs_nothing(stated: str) -> None:
    assert texts(article_html(head=JSONLD.format(stated))) == list(WHALE)


@pytest.mark.parametrize("mark", ["\\ud800", "\\udfff", "\\u0000", "\\u0001", "\\uffff", "\\ufffc"])
def test_what_only_json_can_write_is_left_out_of_every_field(mark: str) -> None:
    field = f"Whale{mark} Song"
    stated = (
        f'{{"@type": "NewsArticle", "headline": "{field}", "author": "{field}", "description": "{field}",'
        f' "keywords": ["{field}"], "articleSection": "{field}", "datePublished": "2026-11-18{mark}T10:00Z"}}'
    )
    found = extract(landed_page(article_html(head=JSONLD.format(stated))), ExtractionRules())
    assert isinstance(found, Extraction)
    assert (found.title, found.authors) == ("Whale Song", ("Whale Song",))
    assert found.columns["tags"] == ("Whale Song",)
    assert (found.columns["section"], found.columns["description"]) == ("Whale Song", "Whale Song")
    assert found.columns["published_raw"] == "2026-11-18T10:00Z"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 [ <!ENTITY x "',
        "<!DOCTYPE" + " x" * 10_000 + ">",
        "<!DOCTYPE [[[",
        "<![CDATA[",
        "</html></body>",
    ],
    ids=["open", "long", "brackets", "cdata", "closed"],
)
def test_a_broken_beginning_costs_no_paragraph(doctype: str) -> None:
    assert texts(doctype + article_html()) == list(WHALE)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<!--" + article_html(), "not_html"),
        ("<html></html>", "no_text"),
        ("<html><frameset><frame src=/a></frameset></html>", "no_text"),
        ("<p>" + "&amp;" * 100_000, "no_text"),
    ],
    ids=["comment", "nothing", "frames", "signs"],
)
def test_a_page_without_content_has_its_reason(body: str, reason: str) -> None:
    result = extract(landed_page(body), ExtractionRules())
    assert isinstance(result, Refusal)
    assert result.reason == reason


def test_urls_that_are_none_are_left_out() -> None:
    head = '<meta property="og:image" content="http://[x"><link rel=canonical href="http://[bad">'
    result = extract(landed_page(article_html(head=head)), ExtractionRules())
    assert isinstance(result, Extraction)
    assert (result.columns["image_url"], result.canonical_link) == (None, None)


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "boom boom boom"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert "boom boom boom boom" not in "\n".join(texts(bomb + article_html(*WHALE, "&b;" * 1000)))


@pytest.mark.parametrize("body", ["", "no markup at all", bytes(range(256))], ids=["empty", "text", "binary"])
def test_what_is_no_page_is_refused(body: str | bytes) -> None:
    assert isinstance(extract(landed_page(body), ExtractionRules()), Refusal)


def test_a_page_that_takes_for_ever_dies_alone() -> None:
    deep = "<div>" * 900 + "<b>x</b> " * 58_000
    slow = landed_page(deep, url="https://gazette.example/slow")
    sent = [slow, landed_page(article_html())]
    first, second = (result for _, result in extract_pages(sent, {}, 1, WorkerLimits(cpu_seconds=2)))
    assert first == Refusal(RejectionReason.EXTRACTOR_DIED, "more than 2 s of CPU time")
    assert isinstance(second, Extraction)


def test_the_same_page_gives_the_same_text_every_time() -> None:
    page = landed_page(article_html(head=JSONLD.format(WRONG_SHAPES)))
    first, *others = (extract(page, ExtractionRules()) for _ in range(5))
    assert all(other == first for other in others)
