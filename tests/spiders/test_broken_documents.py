"""One bad entry costs one entry, and no URL is made up."""

import gzip
import json

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.links import DocumentLinks, UnreadableDocument
from spiders.discovery.sitemaps import read_sitemap

AT = "https://example.org/x.xml"
GOOD = "<item><title>Good</title><link>https://example.org/good</link></item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{head}<rss version='2.0'><channel>{''.join(items)}</channel></rss>"


def sitemap(*urls: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def urls(found: DocumentLinks) -> list[str]:
    return [link.url for link in found.links]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://example.org/s?cat=1&id=101", "https://example.org/s?cat=1&id=101"),
        ("https://example.org/s?cat=1&copy=2", "https://example.org/s?cat=1&copy=2"),
        ("https://example.org/s?a=1&amp;amp;b=2", "https://example.org/s?a=1&b=2"),
        ("https://example.org/caf&eacute;", "https://example.org/caf%C3%A9"),
        ("<![CDATA[https://example.org/s?a=1&b=2]]>", "https://example.org/s?a=1&b=2"),
        ("\n  https://example.org/a\n  ", "https://example.org/a"),
        ("https://example.org/\x08a", "https://example.org/a"),
    ],
)
def test_a_url_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert urls(read_sitemap(sitemap(written).encode(), AT, 10)) == [meant]
    assert urls(read_feed(rss(f"<item><link>{written}</link></item>").encode(), AT, 10)) == [meant]


@pytest.mark.parametrize(
    "description",
    [
        "<description><p>left open</description>",
        "<description>3 < 4 & <b>5</description>",
        "<description>a </b> too many</description>",
        "<media:thumbnail url='x'/>",
        "<description a=b>unquoted</description>",
        "<description>&nbsp;&undeclared;</description>",
        "<description>\x00\x0b</description>",
        "<content>" + "<div>" * 300 + "</content>",
    ],
)
def test_what_is_broken_beside_the_link_costs_nothing(description: str) -> None:
    bad = f"<item><title>Bad</title>{description}<link>https://example.org/bad</link></item>"
    found = read_feed(rss(GOOD, bad, GOOD.replace("good", "last")).encode(), AT, 10)
    assert urls(found) == [f"https://example.org/{name}" for name in ("good", "bad", "last")]
    assert "markup" in (found.remark or "")


def test_a_broken_source_gives_an_entry_no_wrong_url() -> None:
    bad = "<item><b><source><link>https://example.org/feed</link></source><link>https://example.org/a</link></item>"
    assert urls(read_feed(rss(bad).encode(), AT, 10)) == ["https://example.org/a"]


def test_an_end_tag_that_is_missing_costs_nothing() -> None:
    found = read_feed(rss(GOOD.removesuffix("</item>"), GOOD.replace("good", "next")).encode(), AT, 10)
    assert urls(found) == ["https://example.org/good", "https://example.org/next"]


def test_an_entry_that_the_end_cuts_off_is_left_out_and_said_so() -> None:
    body = rss(GOOD, "<item><link>https://example.org/long-name</link></item>").encode()
    found = read_feed(body[: body.index(b"-name") + 2], AT, 10)
    assert urls(found) == ["https://example.org/good"]
    assert "truncated" in (found.remark or "")


def test_a_comment_and_a_cdata_section_hold_no_entries() -> None:
    inner = f"<!-- {GOOD} --><item><link>https://example.org/a</link><description><![CDATA[{GOOD}]]></description></item>"
    assert urls(read_feed(rss(inner).encode(), AT, 10)) == ["https://example.org/a"]


def test_one_bad_byte_in_utf_8_costs_the_url_that_it_stands_in() -> None:
    body = rss(
        "<item><link>https://example.org/groß</link><title>Große Straße</title></item>",
        "<item><link>https://example.org/plain</link><title>caf\xff</title></item>",
        "<item><link>https://example.org/lost-\xff</link></item>",
    )
    found = read_feed(body.encode().replace("\xff".encode(), b"\xe9"), AT, 10)
    assert urls(found) == ["https://example.org/gro%C3%9F", "https://example.org/plain"]
    assert "not UTF-8" in (found.remark or "")


def test_a_document_that_is_latin_from_end_to_end_is_read_as_such() -> None:
    body = rss("<item><link>https://example.org/groß</link><title>Größe</title></item>").encode("latin-1")
    (link,) = read_feed(body, AT, 10).links
    assert (link.url, link.title) == ("https://example.org/gro%C3%9F", "Größe")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", ["UTF-16", "UTF-32", None])
def test_wide_characters_are_read_with_and_without_a_mark(encoding: str, declared: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    item = "<item><link>https://example.org/groß</link></item>"
    assert urls(read_feed(rss(item, head=head).encode(encoding), AT, 10)) == ["https://example.org/gro%C3%9F"]
    assert urls(read_sitemap((head + sitemap("https://example.org/ß")).encode(encoding), AT, 10))
    feed = json.dumps({"items": [{"url": "https://example.org/ß"}]}, ensure_ascii=False)
    assert urls(read_feed(feed.encode(encoding), AT, 10)) == ["https://example.org/%C3%9F"]


@pytest.mark.parametrize(
    "before",
    [
        "Warning: Undefined variable $x in /var/www/sitemap.php on line 3\n",
        "<br />\n<b>Warning</b>: something\n",
        "<script>var a = 1 < 2;</script>",
        "\n\n  ",
        "\ufeff\ufeff",
    ],
)
def test_what_stands_before_the_xml_is_passed_over(before: str) -> None:
    found = read_sitemap((before + sitemap("https://example.org/a")).encode(), AT, 10)
    assert urls(found) == ["https://example.org/a"]
    assert bool(before.strip("\n \ufeff")) == bool(found.remark)


def test_a_gzip_file_that_is_cut_off_gives_what_is_whole_and_says_so() -> None:
    whole = sitemap(*(f"https://example.org/{number * 7919}" for number in range(2_000)))
    packed = gzip.compress(whole.encode())
    found = read_sitemap(packed[: len(packed) // 2], AT, 5_000)
    assert 500 < len(found.links) < 1_500
    assert all(f"<loc>{url}</loc>" in whole for url in urls(found))
    assert "truncated" in (found.remark or "")


def test_an_entity_that_the_document_declares_makes_no_url() -> None:
    body = '<!DOCTYPE urlset [<!ENTITY b "bomb">]>' + sitemap(
        "https://example.org/a&b;", "https://example.org/c"
    )
    found = read_sitemap(body.encode(), AT, 10)
    assert (urls(found), found.unusable) == (["https://example.org/c"], 1)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<?xml version="1.0"?><CHANNEL HREF="x"><ITEM HREF="https://example.org/a"/></CHANNEL>', "CDF"),
        (
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><Url/></OpenSearchDescription>',
            "search",
        ),
        ("<opml><body><outline xmlUrl='https://example.org/f'/></body></opml>", "OPML"),
        ("<!doctype html><html><body><a href=/rss>rss</a></body></html>", "HTML"),
        ("[1, 2]", "JSON"),
    ],
)
def test_what_is_no_feed_is_named(body: str, what: str) -> None:
    with pytest.raises(UnreadableDocument, match=what) as error:
        read_feed(body.encode(), AT, 10)
    assert error.value.reason == "not_a_feed"


def test_json_that_breaks_off_gives_the_items_before() -> None:
    feed = json.dumps({"version": "1.1", "items": [{"url": f"https://example.org/{n}"} for n in range(9)]})
    found = read_feed(feed[:-45].encode(), AT, 10)
    assert urls(found)[:2] == ["https://example.org/0", "https://example.org/1"]
    assert "broken" in (found.remark or "")


@pytest.mark.parametrize(
    "trap", ["<b><i><p>" * 20_000, "&" * 100_000, "<![CDATA[" * 10_000, "<source>" * 20_000]
)
def test_broken_entries_have_a_bound_in_all(trap: str) -> None:
    body = rss(*[f"<item><link>/a</link>{trap}</item>"] * 12).encode()
    assert urls(read_feed(body, AT, 10)) == ["https://example.org/a"]


def test_one_byte_that_nothing_explains_makes_its_url_unusable_and_no_other() -> None:
    item = b"<item><link>https://e.org/%s</link></item>"
    body = b"<rss><channel>" + item % b"caf\xe9" + item % b"b" + b"</channel></rss>"
    assert [link.url for link in read_feed(body, "https://e.org/", 9).links] == ["https://e.org/b"]


def test_a_sitemap_that_is_packed_twice_is_read() -> None:
    body = gzip.compress(gzip.compress(b"<urlset><url><loc>https://e.org/a</loc></url></urlset>"))
    assert [link.url for link in read_sitemap(body, "https://e.org/s", 9).links] == ["https://e.org/a"]
