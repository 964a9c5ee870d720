"""Elements with more attributes than any real one has: cut before they are parsed, and the page is read."""

from __future__ import annotations

import re

import pytest
from lxml import html

from spiders.discovery.autodiscovery import named_feeds
from spiders.discovery.front_pages import read_front
from spiders.discovery.plain_text import plain_text
from spiders.encodings import bounded_markup
from spiders.encodings.bounded_markup import MAX_ATTRIBUTES, bounded
from spiders.extraction.markup.parse import parse

MANY = 3_000
STORY = b"<a href=/2026/11/a-story-of-five-words>A story of five words or more</a>"
WRITTEN = {
    "with values": b" ".join(b'a%d="x"' % number for number in range(MANY)),
    "bare": b" ".join(b"a%d" % number for number in range(MANY)),
    "with apostrophes": b" ".join(b"a%d='>'" % number for number in range(MANY)),
    "beginning with an equals sign": b" ".join(b"=a%d" % number for number in range(MANY)),
    "beginning with a quotation mark": b" ".join(b'"a%d' % number for number in range(MANY)),
    "apart by slashes": b"/".join(b"a%d" % number for number in range(MANY)),
    "apart by nothing": b"".join(b'a%d="x"' % number for number in range(MANY)),
    "apart by lines": b"\n\t\f\r".join(b"a%d = x" % number for number in range(MANY)),
}


def most_attributes(markup: bytes) -> int:
    root = html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    return max(len(element.attrib) for element in root.iter())


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize(
    "before",
    [b"", b"<!-->", b"<!-- <p a> --!>", b"<script>'<!--'</SCRIPT >", b"<style></style>", b"<a b='>'>"],
)
def test_no_element_that_a_parser_sees_has_more(written: bytes, before: bytes) -> None:
    kept, elements = bounded(b"<html><body>" + before + b"<p " + written + b">Text" + STORY)
    assert elements == 1
    assert most_attributes(kept) <= MAX_ATTRIBUTES
    assert STORY in kept or written == WRITTEN["beginning with a quotation mark"]


def test_a_tag_without_end_is_cut_too() -> None:
    kept, _ = bounded(b"<p>x<p " + WRITTEN["bare"])
    assert most_attributes(kept) <= MAX_ATTRIBUTES


class Counting:
    """A pattern that counts the bytes which it passes."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern, self.passed = pattern, 0

    def search(self, text: bytes, position: int) -> re.Match[bytes] | None:
        return self._counted(self._pattern.search(text, position), text, position)

    def match(self, text: bytes, position: int) -> re.Match[bytes] | None:
        return self._counted(self._pattern.match(text, position), text, position)

    def _counted(self, found: re.Match[bytes] | None, text: bytes, position: int) -> re.Match[bytes] | None:
        self.passed += (found.end() if found else len(text)) - position
        return found


@pytest.mark.parametrize(
    "unit", [b"<a ", b"<a", b"<!-- ", b"<a b='", b"<a b=\"<c d='", b"<script>", b"<!--><script>x", b"<p =a/b"]
)
def test_every_byte_is_passed_once_however_little_is_closed(
    unit: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = [Counting(bounded_markup._MARKUP), Counting(bounded_markup._COMMENT_END)]
    monkeypatch.setattr(bounded_markup, "_MARKUP", patterns[0])
    monkeypatch.setattr(bounded_markup, "_COMMENT_END", patterns[1])
    markup = unit * 20_000
    bounded(markup)
    assert sum(pattern.passed for pattern in patterns) <= 2 * len(markup)


@pytest.mark.parametrize(
    "markup",
    [
        b"<p " + b"a=1 " * MAX_ATTRIBUTES + b">",
        b"<script>if (a <b " + b"word " * MANY + b")</script>",
        b"<!-- <b " + b"word " * MANY + b"-->",
        b"<style>a <b " + b"word " * MANY + b"</style>",
        b"<p>1 < 2 " + b"word " * MANY + b"</p>",
        b'<p title="a <b ' + b"word " * MANY + b'">',
    ],
)
def test_what_has_no_more_stays_as_it_is(markup: bytes) -> None:
    assert bounded(markup) == (markup, 0)


def test_a_front_page_gives_its_links_and_says_what_was_cut() -> None:
    found = read_front(b"<body><p " + WRITTEN["bare"] + b">" + STORY, "https://example.org/", 10)
    assert [link.url for link in found.links] == ["https://example.org/2026/11/a-story-of-five-words"]
    assert found.remark == f"1 elements had more than {MAX_ATTRIBUTES} attributes; the rest was cut"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_no_encoding_hides_attributes(encoding: str) -> None:
    page = (b"<body><p " + WRITTEN["bare"] + b">" + STORY).decode().encode(encoding)
    marks = {"utf-16-le": b"\xff\xfe"}
    found = read_front(marks.get(encoding, b"") + page, "https://example.org/", 10)
    assert len(found.links) == 1 and "attributes" in str(found.remark)


def test_autodiscovery_articles_and_fields_of_feeds_are_bounded_too() -> None:
    feed = b"<link rel=alternate type=application/rss+xml href=/feed>"
    assert len(named_feeds(b"<p " + WRITTEN["bare"] + b">" + feed, "https://example.org/")) == 1
    tree = parse(b"<body><p " + WRITTEN["bare"] + b">Text", None)
    assert isinstance(tree, html.HtmlElement)
    assert len(tree.find(".//p").attrib) <= MAX_ATTRIBUTES
    assert plain_text("<p " + WRITTEN["bare"].decode()[:19_000] + ">Text") == "Text"


@pytest.mark.parametrize("depth", [300, 1_500])
def test_links_of_a_front_page_with_deep_elements_are_found(depth: int) -> None:
    found = read_front(b"<body>" + b"<font>" * depth + STORY, "https://example.org/", 10)
    assert (len(found.links), found.remark) == (1, None)


@pytest.mark.parametrize("depth", [3_000, 100_000])
def test_a_front_page_that_is_too_deep_says_that_its_end_was_not_read(depth: int) -> None:
    found = read_front(b"<body>" + STORY + b"<div>" * depth + b"x", "https://example.org/", 10)
    assert len(found.links) == 1
    assert "nested more than 2,048 deep" in str(found.remark)
