"""Which of an entry's links is the article."""

import json

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.sitemaps import read_sitemap

AT = "https://example.org/feeds/all.xml"
ATOM = "http://www.w3.org/2005/Atom"
A = "https://example.org/a"
HOME = "<link>https://example.org/</link>"


def rss(item: str) -> bytes:
    spaces = f'xmlns:atom="{ATOM}" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    return f"<rss version='2.0' {spaces}><channel>{HOME}<item>{item}</item></channel></rss>".encode()


def atom(entry: str, attributes: str = "") -> bytes:
    return f'<feed xmlns="{ATOM}" {attributes}><entry>{entry}</entry></feed>'.encode()


def urls(body: bytes) -> list[str]:
    return [link.url for link in read_feed(body, AT, 10).links]


@pytest.mark.parametrize(
    "item",
    [
        f"<link>{A}</link><guid>https://example.org/?p=1</guid>",
        f"<link>{A}</link><link>https://example.org/audio.mp3</link>",
        f"<link>https://example.org/audio</link><link>{A}</link><guid>{A}</guid>",
        f"<link/><guid isPermaLink='true'>{A}</guid>",
        f"<guid>{A}</guid>",
        f"{HOME}<guid>{A}</guid>",
        f"<link>{A}</link><atom:link rel='alternate' hreflang='en' href='https://example.org/en'/>",
        f"<link>{A}</link><atom:link rel='self' href='https://example.org/self'/>",
        f"<atom:link rel='alternate' href='{A}'/><atom:link rel='replies' href='https://example.org/r'/>",
        f"<link>https://feeds.example.com/~r/1</link><feedburner:origLink>{A}</feedburner:origLink>",
        f"<link>javascript:void(0)</link><guid>{A}</guid>",
        f"<source url='https://example.org/s'>S</source><link>{A}</link>",
        "<link>/a</link><guid isPermaLink='false'>https://example.org/other</guid>",
    ],
)
def test_of_an_rss_item(item: str) -> None:
    assert urls(rss(item)) == [A]


@pytest.mark.parametrize(
    "guid", ["<guid>abc</guid>", "<guid isPermaLink='false'>https://example.org/x</guid>", ""]
)
def test_an_rss_item_without_a_url_gets_none(guid: str) -> None:
    assert urls(rss(f"<title>T</title>{guid}")) == []


@pytest.mark.parametrize(
    "entry",
    [
        f"<link href='{A}'/>",
        f"<link rel='alternate' type='text/html; charset=utf-8' href='{A}'/>",
        f"<link rel='alternate' type=' TEXT/HTML;level=1' href='{A}'/>",
        f"<link type='application/pdf' href='https://example.org/p'/><link type='text/html' href='{A}'/>",
        f"<link rel='self' href='https://example.org/s'/><link rel='alternate' href='{A}'/>",
        f"<link rel='http://www.iana.org/assignments/relation/alternate' href='{A}'/>",
        f"<source><link href='https://example.org/s'/></source><link href='{A}'/>",
        f"<id>tag:example.org,2026:1</id><content type='text/html' src='{A}'/>",
        f"<id>{A}</id>",
        "<link xml:base='https://example.org/' href='a'/>",
    ],
)
def test_of_an_atom_entry(entry: str) -> None:
    assert urls(atom(entry)) == [A]


def test_an_atom_url_follows_the_bases_around_it() -> None:
    assert urls(atom("<link href='a'/>", "xml:base='/deep/'")) == ["https://example.org/deep/a"]


def test_an_atom_entry_with_other_relations_only_gets_no_url() -> None:
    assert urls(atom("<id>tag:1</id><link rel='via' href='https://example.org/v'/>")) == []


def test_an_id_of_a_json_feed_that_is_no_url_makes_none() -> None:
    items = [
        {"id": "abc"},
        {"id": 2},
        {"id": "5", "url": A},
        {"id": "https://example.org/b"},
        "x",
        {"url": 3},
    ]
    assert urls(json.dumps({"items": items}).encode()) == [A, "https://example.org/b"]


@pytest.mark.parametrize(
    "body",
    [
        f'<a:feed xmlns:a="{ATOM}"><a:entry><a:link href="{A}"/></a:entry></a:feed>',
        f'<r:rss xmlns:r="urn:r"><r:channel><r:item><r:link>{A}</r:link></r:item></r:channel></r:rss>',
        f"<RSS><Channel><Item><Link>{A}</Link></Item></Channel></RSS>",
        f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>{A}</s:loc></s:url></s:urlset>',
    ],
)
def test_a_prefixed_root_and_either_case_are_read_whatever_the_document_was_taken_for(body: str) -> None:
    assert urls(body.encode()) == [A]
    assert [link.url for link in read_sitemap(body.encode(), AT, 10).links] == [A]


def test_the_picture_of_an_entry_is_not_its_page() -> None:
    body = f"<urlset><url><i:image xmlns:i='x'><i:loc>https://example.org/i.jpg</i:loc></i:image><loc>{A}</loc></url></urlset>"
    assert [link.url for link in read_sitemap(body.encode(), AT, 10).links] == [A]


def test_authors_summary_and_the_name_of_the_site_go_along() -> None:
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    item = f"<link>{A}</link><dc:creator {dc}>Jane Doe</dc:creator><author>b@example.org (B)</author>"
    item += "<description>&lt;p&gt;One &amp;amp; two&lt;/p&gt;</description>"
    body = f"<rss><channel><title>The Paper</title><language>de</language><item>{item}</item></channel></rss>"
    (link,) = read_feed(body.encode(), AT, 10).links
    assert (link.authors, link.summary) == (("b@example.org (B)", "Jane Doe"), "One & two")
    assert (link.site_name, link.language) == ("The Paper", "de")
    publication = "<n:publication><n:name>P</n:name></n:publication>"
    news = f"<urlset><url><loc>/a</loc><n:news xmlns:n='x'>{publication}</n:news></url></urlset>"
    assert read_sitemap(news.encode(), AT, 10).links[0].site_name == "P"
    (link,) = read_feed(
        atom(f"<link href='{A}'/><author><name>J</name></author><summary>S</summary>"), AT, 10
    ).links
    assert (link.authors, link.summary) == (("J",), "S")
    feed = {"title": "F", "items": [{"url": A, "authors": [{"name": "N"}], "summary": "S"}]}
    (link,) = read_feed(json.dumps(feed).encode(), AT, 10).links
    assert (link.authors, link.summary, link.site_name) == (("N",), "S", "F")


def test_an_item_of_rss_1_without_a_link_stands_at_its_rdf_about() -> None:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    item = '<channel/><item rdf:about="https://e.org/a"><title>a</title></item>'
    body = f'<rdf:RDF {rdf} xmlns="http://purl.org/rss/1.0/">{item}</rdf:RDF>'
    assert [link.url for link in read_feed(body.encode(), "https://e.org/", 9).links] == ["https://e.org/a"]


def test_an_atom_entry_alone_is_a_feed_of_one() -> None:
    body = b'<entry xmlns="http://www.w3.org/2005/Atom"><link href="/a"/></entry>'
    assert [link.url for link in read_feed(body, "https://e.org/", 9).links] == ["https://e.org/a"]
