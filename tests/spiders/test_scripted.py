"""Articles that a page holds for its scripts only."""

from __future__ import annotations

import json

import pytest
from invented_stories import story
from landed_pages import landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract

WHALE = story("whale", 14)
BODY = "<div class='body'>" + "".join(f"<p class='text'>{text}</p>" for text in WHALE) + "</div>"
STATED = """<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-18T10:00:00Z">"""


def page(script: str, head: str = STATED) -> Extraction | Refusal:
    html = f"<html><head><title>Whale</title>{head}</head><body><div id=root></div>{script}</body></html>"
    return extract(landed_page(html), ExtractionRules())


def escaped(value: object) -> str:
    """JSON as it is written into a page: without angle brackets."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")


@pytest.mark.parametrize(
    "script",
    [
        f'<script id=data type="application/json">{escaped({"story": {"body": BODY}})}</script>',
        f"<script>push([1,{escaped(escaped({'body': BODY, 'other': '<p>short</p>'}))}])</script>",
        f'<script>let a = "\\x";</script><script>push([1, {escaped(BODY)}])</script>',
    ],
)
def test_a_body_within_strings_of_scripts_is_the_article(script: str) -> None:
    found = page(script)
    assert isinstance(found, Extraction)
    assert [block.text for block in found.blocks] == list(WHALE)


@pytest.mark.parametrize(
    "script",
    [
        f"<script>push([1,{escaped('<p>One.</p><p>Two.</p>')}])</script>",
        '<script>"' + '\\"<p>' * 200_000 + "</script>",
        "<script>" + '"\\x<p>' * 200_000 + "</script>",
    ],
)
def test_scripts_without_a_body_give_none(script: str) -> None:
    assert isinstance(page(script), Refusal)


def test_a_page_that_states_no_article_is_not_searched() -> None:
    assert isinstance(page(f"<script>push([1, {escaped(BODY)}])</script>", head=""), Refusal)


def test_lines_of_one_string_are_paragraphs() -> None:
    text = escaped({"bodyMarkdown": "\n\n".join(WHALE)})
    found = page(f"<script id=data type='application/json'>{text}</script>")
    assert isinstance(found, Extraction)
    assert [block.text for block in found.blocks] == list(WHALE)
