"""Discovery documents whose encoding only the Content-Type header states."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from spiders.encodings.stated_charset import with_charset
from spiders.sources.source import SourceLimits
from spiders.sources.source_documents import read_document

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AT = "https://example.org/x"
TITLE = "Müller über Öl für die Küste und das Meer"
LATIN = "text/xml; charset=ISO-8859-1"
FEED = f"<rss><channel><item><title>{TITLE}</title><link>/a</link></item></channel></rss>"
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    f"<url><loc>/a</loc><news:news><news:title>{TITLE}</news:title></news:news></url></urlset>"
)
FRONT = f"<html><body><a href=/2026/11/22/a>{TITLE}</a></body></html>"
JSON = json.dumps({"items": [{"url": "/a", "title": TITLE}]}, ensure_ascii=False)


def titles(body: bytes, content_type: str, kind: str) -> list[str | None]:
    found = read_document(with_charset(body, content_type), AT, kind, SourceLimits(), NOW)
    return [link.title for link in found.links]


@pytest.mark.parametrize(
    ("text", "kind"), [(FEED, "feed"), (JSON, "feed"), (SITEMAP, "news_sitemap"), (FRONT, "front_page")]
)
@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "utf-16-le"])
def test_titles_are_read_by_the_charset_of_the_header(text: str, kind: str, charset: str) -> None:
    assert titles(text.encode(charset), f"text/plain; charset={charset}", kind) == [TITLE]


def test_what_the_document_says_itself_counts_before_the_header() -> None:
    declared = f'<?xml version="1.0" encoding="utf-8"?>{FEED}'.encode()
    assert titles(declared, LATIN, "feed") == [TITLE]
    assert titles(FEED.encode("utf-8-sig"), LATIN, "feed") == [TITLE]


def test_a_packed_sitemap_is_left_to_be_unpacked() -> None:
    assert titles(gzip.compress(SITEMAP.encode()), LATIN, "sitemap") == [TITLE]


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "rot13", "no-such-charset", ""])
def test_a_header_that_names_no_charset_changes_nothing(charset: str) -> None:
    assert with_charset(b"<rss>", f"text/xml; charset={charset}") == b"<rss>"


@pytest.mark.parametrize("head", ["<html>", "<html lang=ru>", "<html lang=en>"])
def test_a_front_page_whose_charset_nothing_states_is_read_by_its_letters(head: str) -> None:
    title = "Паром остаётся до весны, решил городской совет"
    body = FRONT.replace(TITLE, title).replace("<html>", head).encode("cp1251")
    assert titles(body, "text/html", "front_page") == [title]
