"""What a page names to be watched by."""

from collections.abc import Sequence

import pytest

from spiders.discovery.autodiscovery import named_feeds, named_hubs

AT = "https://example.org/news/"
FEED = "https://example.org/feed.xml"


def feeds(head: str, headers: Sequence[str] = ()) -> list[str]:
    return [
        document.url for document in named_feeds(f"<html><head>{head}</head></html>".encode(), AT, headers)
    ]


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate type=application/rss+xml href=/feed.xml>",
        "<link rel='alternate' type='application/atom+xml; charset=UTF-8' href='/feed.xml'>",
        "<link rel='ALTERNATE' type='application/feed+json' href='../feed.xml'>",
        "<link rel=alternate type=application/json title='JSON Feed' href='/feed.xml'>",
        "<link rel=alternate type='text/xml' title='RSS' href='/feed.xml'>",
        "<base href='https://example.org/'><link rel=alternate type=application/rss+xml href=feed.xml>",
        "<link rel=feed href=/feed.xml>",
    ],
)
def test_feeds_are_found_in_every_form(link: str) -> None:
    assert feeds(link) == [FEED]


@pytest.mark.parametrize(
    "header",
    [
        f'<{FEED}>; rel="alternate"; type="application/rss+xml"',
        "</feed.xml>; type=application/atom+xml; rel=alternate, </style.css>; rel=preload",
    ],
)
def test_feeds_are_found_in_link_headers(header: str) -> None:
    assert feeds("", [header]) == [FEED]


@pytest.mark.parametrize(
    ("path", "title", "is_named"),
    [
        ("/commentisfree/rss", "The Guardian: Comment is free", True),
        ("/blog/commentary.xml", "Commentary", True),
        ("/comments/feed/", "Blog", False),
        ("/story/feed/", "Comments on: A story", False),
        ("/feed/", "Blog » Comments Feed", False),
        ("/?feed=comments-rss2", "", False),
    ],
)
def test_only_feeds_of_comments_are_left_out(path: str, title: str, is_named: bool) -> None:
    link = f"<link rel=alternate type=application/rss+xml title='{title}' href='{path}'>"
    assert bool(feeds(link)) == is_named


def test_other_documents_of_broad_types_are_no_feeds() -> None:
    embed = "<link rel=alternate type=application/json+oembed href=/oembed?url=x>"
    api = "<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>"
    assert feeds(embed + api + "<link rel=stylesheet type=text/xml href=/rss.xsl>") == []


def test_the_order_of_the_page_is_kept() -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{name}>" for name in "zax")
    assert [url[-1] for url in feeds(links + links)] == ["z", "a", "x"]


def test_hubs_are_found_in_the_feed_and_in_its_headers() -> None:
    body = b"<rss><channel><atom:link rel='hub' href='https://hub.example/'/><link>x</link></channel></rss>"
    header = '<https://other.example/>; rel="hub", <https://example.org/feed>; rel="self"'
    assert named_hubs(body, [header]) == ["https://other.example/", "https://hub.example/"]
