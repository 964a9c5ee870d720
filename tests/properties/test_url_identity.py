"""Properties of URLs and of what a page is told to be, for any of them."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from spiders.identity.canonical_url import identify
from spiders.identity.urls import UrlError, article_id, normalise, resolve, without_credentials

HOSTS = st.sampled_from(
    ["example.org", "www.example.org", "news.example.co.uk", "bücher.example", "[::1]", "10.0.0.1:81"]
)
WORDS = st.text(alphabet="abcXYZ019-._~é%/;=+ ", max_size=12)
PATHS = st.lists(WORDS, max_size=4).map("/".join)
PAIRS = st.lists(st.tuples(st.sampled_from(["id", "page", "q", "ref"]), WORDS), max_size=3)
TRACKERS = st.sampled_from(
    ["utm_source=x", "fbclid=1", "gclid=", "PHPSESSID=9", "ref=newsletter", "mc_cid=a"]
)


@st.composite
def urls(draw: st.DrawFn) -> str:
    scheme, host, path = draw(st.sampled_from(["http", "https"])), draw(HOSTS), draw(PATHS)
    query = "&".join(f"{name}={value}" for name, value in draw(PAIRS))
    return f"{scheme}://{host}/{path}?{query}"


@given(st.one_of(urls(), st.text(max_size=60)))
def test_any_text_is_a_usable_url_or_a_stated_error(text: str) -> None:
    try:
        normal = normalise(text)
    except UrlError:
        return
    assert normal.isascii() and normal.startswith(("http://", "https://"))
    assert "#" not in normal and without_credentials(normal) == normal


@given(urls())
def test_the_normal_form_of_a_normal_form_is_itself(url: str) -> None:
    normal = normalise(url)
    assert normalise(normal) == normal == resolve(normal, "https://elsewhere.example/")


@given(urls(), TRACKERS, st.booleans(), WORDS)
def test_what_counts_visits_and_where_a_reader_stands_changes_no_key(
    url: str, tracker: str, is_first: bool, fragment: str
) -> None:
    base, _, query = url.partition("?")
    pairs = [tracker, query] if is_first else [query, tracker]
    shown = f"{base}?{'&'.join(pair for pair in pairs if pair)}#{fragment.replace('#', '')}"
    assert article_id(normalise(shown)) == article_id(normalise(url))


@given(urls())
def test_scheme_host_and_default_port_are_written_in_any_case(url: str) -> None:
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    assume(":" not in host)
    port = {"http": 80, "https": 443}[scheme]
    assert normalise(f"{scheme.upper()}://{host.upper()}:{port}{slash}{path}") == normalise(url)


@given(urls(), st.one_of(st.none(), urls(), WORDS), st.one_of(st.none(), urls()))
def test_the_canonical_url_of_a_page_is_in_normal_form_and_stands_for_itself(
    url: str, canonical: str | None, amp: str | None
) -> None:
    identity = identify(url, url, canonical, amp)
    assert normalise(identity.canonical_url) == identity.canonical_url
    assert identity.article_id == article_id(identity.canonical_url)
    again = identify(identity.canonical_url, identity.canonical_url, identity.canonical_url)
    assert again.article_id == identity.article_id
