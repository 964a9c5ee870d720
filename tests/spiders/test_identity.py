import pytest

from spiders.identity import identify
from spiders.urls import article_id

STORY = "https://example.org/news/story"


@pytest.mark.parametrize(
    ("page", "canonical", "reason"),
    [
        (STORY, STORY, "canonical_link"),
        (STORY + "/amp", STORY, "amp"),
        (STORY + "/amp", None, "amp"),
        (STORY + "?amp=1", None, "amp"),
        (STORY + "?print=1", STORY, "print"),
        (STORY + "/print", None, "print"),
        (STORY + "?utm_source=x", None, "normalised"),
        (STORY, None, "as_fetched"),
        (STORY, "/news/story", "canonical_link"),
        (STORY, "https://example.org/", "as_fetched"),
        (STORY, "javascript:void(0)", "as_fetched"),
        (STORY, "https://other.example/news/story", "foreign_canonical_refused"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/news/story", STORY, "canonical_link"),
        ("https://m.example.org/x", STORY, "canonical_link"),
    ],
)
def test_variants_are_one_article(page, canonical, reason):
    identity = identify(page, page, canonical)
    assert (identity.canonical_url, identity.reason) == (STORY, reason)
    assert identity.article_id == article_id(STORY)


def test_the_address_that_answered_counts_after_a_redirect():
    assert identify("https://t.example/1", STORY).reason == "redirect"


def test_a_page_that_is_its_own_amphtml_is_the_amp_variant():
    amp = "https://example.org/amp-stories/1"
    assert identify(amp, amp, STORY, amp).reason == "amp"


def test_a_front_page_stays_the_front_page():
    assert (
        identify("https://example.org/amp", "https://example.org/amp").canonical_url
        == "https://example.org/amp"
    )
