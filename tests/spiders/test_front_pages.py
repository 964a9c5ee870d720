import pytest

from spiders.discovery.front_pages import is_article, read_front
from spiders.discovery.links import UnreadableDocument

FRONT = "https://example.org/"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/news/harbour-bridge-closed-for-repairs", ""),
        ("/2026/11/20/bridge", ""),
        ("/politik/article123456789.html", "Brücke"),
        ("/a/x1", "Harbour bridge closed for repairs until May"),
        ("/news/74839201", "Harbour bridge closed for repairs"),
        ("/c/xw", "港口大桥因维修关闭至五月"),
    ],
)
def test_what_looks_like_an_article_is_taken(path: str, text: str) -> None:
    assert is_article(f"https://example.org{path}", text, FRONT)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://example.org/", "Home"),
        ("https://example.org/politics", "Politics"),
        ("https://example.org/tag/harbour-bridge-closed-again", "harbour bridge closed again"),
        ("https://example.org/author/jane-van-der-berg", "All articles by Jane van der Berg"),
        ("https://example.org/media/2026/11/20/photo.jpg", ""),
        ("https://elsewhere.example/2026/11/20/some-story-in-four-words", "A story told elsewhere too"),
    ],
)
def test_lists_files_and_other_sites_are_not(url: str, text: str) -> None:
    assert not is_article(url, text, FRONT)


def test_the_longest_text_of_several_links_is_the_title() -> None:
    body = b'<a href="/2026/11/20/a"><img></a><a href="/2026/11/20/a#c">Bridge closed</a>'
    (link,) = read_front(body, FRONT, 10).links
    assert link.title == "Bridge closed"


def test_relative_links_follow_the_base_of_the_page() -> None:
    body = (
        b'<base href="https://example.org/news/"><a href="2026/11/20/a">A</a><a href="javascript:x()">x</a>'
    )
    assert [link.url for link in read_front(body, FRONT, 10).links] == [
        "https://example.org/news/2026/11/20/a"
    ]


def test_a_page_without_markup_cannot_be_read() -> None:
    with pytest.raises(UnreadableDocument):
        read_front(b"", FRONT, 10)


def test_markup_as_deep_as_it_likes_is_read() -> None:
    body = b"<div>" * 100_000 + b'<a href="/2026/11/20/a">A</a>'
    assert read_front(body, FRONT, 10).links is not None
