import json

import pytest

from spiders.politeness.rights import TdmRule, tdm_reserved, tdm_rules, training_allowed

URL = "https://example.org/news/a"
META = b'<html><head><meta name="tdm-reservation" content="1"></head></html>'


def rules(*pairs: tuple[str, int]) -> tuple[TdmRule, ...]:
    return tdm_rules(json.dumps([{"location": where, "tdm-reservation": stated} for where, stated in pairs]))


def test_nothing_is_reserved_and_nothing_is_free_where_nobody_says() -> None:
    assert tdm_reserved(b"<html>", [("Content-Type", "text/html")], (), URL) is None


def test_the_page_speaks_before_its_header_and_the_header_before_the_host() -> None:
    host = rules(("/", 0))
    assert tdm_reserved(META, [("tdm-reservation", "0")], host, URL) is True
    assert tdm_reserved(b"", [("TDM-Reservation", "1")], host, URL) is True
    assert tdm_reserved(b"", [("TDM-Reservation", "maybe")], host, URL) is False


def test_the_first_rule_that_covers_the_path_counts() -> None:
    host = rules(("/shop/*", 0), ("/news/a$", 0), ("/news/", 1))
    assert tdm_reserved(b"", [], host, URL) is False
    assert tdm_reserved(b"", [], host, URL + "b") is True
    assert tdm_reserved(b"", [], host, "https://example.org/other") is None


@pytest.mark.parametrize("text", ["", "{}", "[3]", '[{"location": 1, "tdm-reservation": 1}]', "[" * 100_000])
def test_a_file_that_means_nothing_has_no_rules(text: str) -> None:
    assert tdm_rules(text) == ()


@pytest.mark.parametrize(
    "tag", [b"<meta content=1 name=tdm-reservation>", b"<META\nname = 'TDM-Reservation'\tcontent='1' />"]
)
def test_a_reservation_is_read_in_any_order_of_its_attributes(tag: bytes) -> None:
    assert tdm_reserved(b"<meta name=robots content=1>" + tag, [], (), URL) is True


def test_a_head_full_of_half_tags_is_searched_at_once() -> None:
    assert tdm_reserved(b"<meta name=tdm-reservation content=" * 100_000, [], (), URL) is None


def test_a_word_against_training_is_understood() -> None:
    headers = json.dumps([["Content-Type", "text/html"], ["X-Robots-Tag", "otherbot: noai"]])
    assert training_allowed("[]", {"robots": ("index, follow",), "keywords": ("noai",)}) is None
    assert training_allowed("[]", {"robots": ("index", "max-snippet:-1, noai, noimageai")}) is False
    assert training_allowed("[]", {"gptbot": ("NoAI",)}) is False
    assert training_allowed("[]", {"robots": ("noimageai",)}) is False
    assert training_allowed(headers, {}) is False
