"""Small forms of feeds and sitemaps that generators write, none of which may lose a link or make up a URL."""

from __future__ import annotations

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.sitemaps import read_sitemap

A, B = "https://example.org/2026/a-story", "https://example.org/2026/b-story"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>{}</rdf:RDF>'
RSS = '<rss version="2.0"><channel><title>T</title>{}</channel></rss>'
SITEMAP = '<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'


def links(document: str) -> list[str]:
    return [link.url for link in read_feed(document.encode(), "https://example.org/feed", 10).links]


@pytest.mark.parametrize(
    "document",
    [
        RDF.format(f'<item rdf:about="{A}"/><item rdf:about="{B}"></item>'),
        RDF.format(f"<item\n  rdf:about='{A}'\n/><item title='a &gt; b' rdf:about=\"{B}\" />"),
        RDF.format(f'<item rdf:about="{A}"/><item rdf:about="{B}"><link>{B}</link></item>'),
        RSS.format(f"<item/><item><link>{A}</link></item><item><link>{B}</link></item>"),
        RSS.format(f"<item><link/>{A}<guid>1</guid></item><item><link />{B}\n</item>"),
        RSS.format(
            f"<item><link>https://example.org\n\t/2026/\n a-story</link></item><item><link>{B}</link></item>"
        ),
    ],
)
def test_both_entries_are_found(document: str) -> None:
    assert sorted(links(document)) == [A, B]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://example.org/a story", "https://example.org/a%20story"),
        ("www.example.org/a-story", "https://www.example.org/a-story"),
        ("/a-story", "https://example.org/a-story"),
    ],
)
def test_a_link_is_read_as_it_was_meant(written: str, url: str) -> None:
    assert links(RSS.format(f"<item><link>{written}</link></item>")) == [url]


@pytest.mark.parametrize("root", ["urlset", "sitemapindex"])
def test_a_sitemap_is_read_by_its_entries_whatever_its_root_says(root: str) -> None:
    urls = SITEMAP.format(root, f"<url><loc>{A}</loc></url><url><loc>{B}</loc></url>")
    found = read_sitemap(urls.encode(), "https://example.org/sitemap.xml", 10)
    assert sorted(link.url for link in found.links) == [A, B]
    children = urls.replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    found = read_sitemap(children.encode(), "https://example.org/sitemap.xml", 10)
    assert (found.links, sorted(found.documents)) == ((), [A, B])
