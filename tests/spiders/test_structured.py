"""Statements of a wrong shape: nothing that a page says of itself makes its reader raise."""

from __future__ import annotations

import json
import random
import re

import pytest
from landed_pages import article_html, landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, extract
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import Structured, read_structured
from spiders.extraction.model import Refusal

KEYS = re.findall(
    r"\S+",
    "@id @type @graph @value name url author headline description datePublished dateModified keywords item"
    " articleBody articleSection image license inLanguage publisher isAccessibleForFree itemListElement"
    " mainEntity hasPart givenName familyName byline",
)
LEAVES = (
    *(None, True, False, 0, -1, 1e308, 10**30, "", " ", "NewsArticle", "BreadcrumbList", "2026-11-18", "#a"),
    *("https://[", "By Ada Okafor", "\ud800", "\x00", "&#1;", "<b>x</b>", "x" * 5_000, "a, b" * 500),
)


def any_value(chance: random.Random, depth: int = 0) -> object:
    """JSON of any shape, with the keys that the readers look for."""
    kind = chance.random()
    if depth > 4 or kind < 0.4:
        return chance.choice(LEAVES)
    if kind < 0.6:
        return [any_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(KEYS): any_value(chance, depth + 1) for _ in range(chance.randrange(6))}


def read(head: str) -> Structured:
    tree = parse(article_html(head=head).encode("utf-8", "ignore"), None)
    assert not isinstance(tree, Refusal)
    return read_structured(tree)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize("seed", range(60))
def test_json_ld_of_any_shape_costs_no_article(seed: int) -> None:
    chance = random.Random(seed)
    article = {"@type": "NewsArticle", **{key: any_value(chance) for key in KEYS if key != "@type"}}
    stated = script(json.dumps([any_value(chance), article])).replace("</b>", "<\\/b>")
    found = extract(landed_page(article_html(head=stated)), ExtractionRules())
    assert isinstance(found, Extraction) and found.blocks
    assert all(isinstance(name, str) and name for name in (*found.authors, *found.columns["tags"]))
    assert found.title and found.language


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "Article", "headline": "Whale"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Whale"}\n//]]>',
        '// <![CDATA[\n{"@type": "Article", "headline": "Whale"}\n// ]]&gt;',
        '// generated\n{"@type": "Article", "headline": "Whale", "url": "https://a.example//b"}',
        '{"@type": "WebSite"}\n{"@type": "Article", "headline": "Whale"}',
        '{"@type": "Article" "headline": "Whale"}',
        '{"@type": "Article", "abstract": "It\\\'s", "headline": "Whale"}',
        '{"@type": "Article", "abstract": "a "big" fish", "headline": "Whale"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Whale&quot;}",
        '{"@type": "Article", "headline": "Whale",};',
        '{"@type": ["Thing", "Article"], "headline": "Whale", "keywords": ["a", ]}',
        '{"@graph": [{"@type": "WebSite"}, {"@type": "BlogPosting", "headline": "Whale"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Whale"}}',
    ],
)
def test_wrapped_nested_and_broken_json_ld_is_read(text: str) -> None:
    assert read(script(text)).article["headline"] == "Whale"


@pytest.mark.parametrize(
    "text", ["", "{", "null", "7", '"x"', "[" * 100_000, '{"a":' * 100_000, "9" * 10_000, '{"@type": "x"}']
)
def test_what_states_no_article_is_nothing(text: str) -> None:
    assert read(script(text)).article == {}


def test_a_long_name_of_a_kind_is_read_at_once() -> None:
    assert read(script(json.dumps({"@type": "a" * 500_000}))).article == {}


def test_nodes_are_counted_up_to_a_bound() -> None:
    assert len(read(script(json.dumps([{"@type": "Thing"}] * 10_000))).nodes) == 2_000


def test_properties_in_full_are_the_same_as_with_their_prefix() -> None:
    meta = read(
        "<meta property='http://ogp.me/ns#title' content=A>"
        "<meta property='https://ogp.me/ns/article#section' content=B>"
        "<meta property='og:article:author' content=C>"
    ).meta
    assert (meta["og:title"], meta["article:section"], meta["article:author"]) == (("A",), ("B",), ("C",))
