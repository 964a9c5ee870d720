import pytest

from spiders.identity.canonical_url import identify
from spiders.identity.urls import article_id

STORY = "https://example.org/news/story"


@pytest.mark.parametrize(
    ("page", "canonical", "reason"),
    [
        (STORY, STORY, "canonical_link"),
        (STORY + "/amp", STORY, "amp"),
        (STORY + "?amp=1", None, "amp"),
        (STORY + "?print=1", STORY, "print"),
        (STORY + "/print", STORY, "print"),
        (STORY + "-print", STORY, "print"),
        (STORY + "?utm_source=x", None, "normalised"),
        (STORY, None, "as_fetched"),
        (STORY, "/news/story", "canonical_link"),
        (STORY, "https://example.org/", "front_canonical_refused"),
        (STORY, "https://example.org/index.html", "front_canonical_refused"),
        (STORY, "https://example.org/news/undefined", "broken_canonical_refused"),
        (STORY, "https://example.org/news/{{ page.url }}", "broken_canonical_refused"),
        (STORY, "[object Object]", "broken_canonical_refused"),
        (STORY, "null", "broken_canonical_refused"),
        (STORY, "javascript:void(0)", "broken_canonical_refused"),
        (STORY, "https://other.example/news/story", "foreign_canonical_refused"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/news/story", STORY, "canonical_link"),
        ("https://m.example.org/x", STORY, "canonical_link"),
    ],
)
def test_variants_are_one_article(page: str, canonical: str | None, reason: str) -> None:
    identity = identify(page, page, canonical)
    assert (identity.canonical_url, identity.reason) == (STORY, reason)
    assert identity.article_id == article_id(STORY)


def test_the_url_that_responded_counts_after_a_redirect() -> None:
    assert identify("https://t.example/1", STORY).reason == "redirect"


def test_a_page_that_is_its_own_amphtml_is_the_amp_variant() -> None:
    amp = "https://example.org/amp-stories/1"
    assert identify(amp, amp, STORY, amp).reason == "amp"


def test_a_front_page_stays_the_front_page() -> None:
    assert (
        identify("https://example.org/amp", "https://example.org/amp").canonical_url
        == "https://example.org/amp"
    )


@pytest.mark.parametrize(
    "slug",
    [
        "the-art-of-fine-print",
        "building-a-guitar/amp",
        "on-the-record/print",
        "meet-the-pre.amp",
        "print/run",
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_a_slug_that_ends_like_a_variant_is_none_unless_the_page_says_so(slug: str, is_named: bool) -> None:
    url = f"https://example.org/news/{slug}"
    assert identify(url, url, url if is_named else None).canonical_url == url


@pytest.mark.parametrize(("ending", "variant"), [("/amp", "amp"), (".amp.html", "amp"), ("-print", "print")])
def test_a_page_that_says_what_it_is_loses_the_ending_of_its_path(ending: str, variant: str) -> None:
    identity = identify(STORY + ending, STORY + ending, variant=variant)
    assert identity.canonical_url == STORY + (".html" if ending.endswith(".html") else "")
    assert identity.reason == variant


def test_a_canonical_link_that_ends_like_a_variant_is_believed() -> None:
    slug = "https://example.org/news/small-print"
    assert identify(STORY, STORY, slug).canonical_url == slug


@pytest.mark.parametrize("section", ["/news/", "/news", "/news/index.html", "/2026/11", "/en/world/"])
def test_a_section_that_a_story_lies_in_is_not_its_url(section: str) -> None:
    url = f"https://example.org{section.removesuffix('index.html').rstrip('/')}/harbour-bridge-opens-again"
    identity = identify(url, url, section)
    assert (identity.canonical_url, identity.reason) == (url, "section_canonical_refused")


@pytest.mark.parametrize(
    ("page", "canonical"),
    [
        ("/news/harbour-bridge-opens-again/2", "/news/harbour-bridge-opens-again"),
        ("/news/harbour-bridge-opens-again/all-on-one-page", "/news/harbour-bridge-opens-again/"),
        ("/a/123456/harbour-bridge-opens-again", "/a/123456"),
        ("/bridge/amp", "/bridge"),
        ("/news/bridge-opens-again/", "/news/bridge-opens-again/index.html"),
    ],
)
def test_a_storys_own_folder_is_believed(page: str, canonical: str) -> None:
    url = f"https://example.org{page}"
    assert identify(url, url, canonical).canonical_url == f"https://example.org{canonical}"
