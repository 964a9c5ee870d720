"""The body of an article that a page holds for its scripts only.

Theory. Sites that are drawn by a script (Next.js and others) deliver the article for the script, and little
or nothing of it in the page: as JSON-LD `articleBody`, as HTML within a JSON string, itself often part of a
string of the script, as a list of objects with a paragraph of plain text each, or as lines of one string
(Markdown). Such pages still state that they are an article. HTML comes first, because it knows paragraphs; of
several the one with the most of them. Plain paragraphs are strings as long as sentences under one key; of
several keys that with the most text. Known exceptions: a site that sends several stories to its script gives
the longest. Scripts are looked at only where a page shows next to no text, so a mistake puts a strange text
where a rejection would be.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from lxml import html

from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import Structured, first_text
from spiders.extraction.model import Refusal

MIN_PARAGRAPHS = 3
MAX_SCRIPT_CHARS = 5_000_000
MAX_STRINGS = 20_000
MAX_UNREADABLE = 100
"""Strings that JSON cannot read before a script is given up: each costs a walk back to its beginning."""
MAX_DEPTH = 3
LONGER = 3
"""How many times as long as the shown text a body has to be."""
MIN_PROSE_BYTES = 80

_ENDS = (".", "!", "?", "…", "。", "！", "？", "”", "»", '"', "」")
_CODE = ("{", "}", "</", "://", "=>", "function(", ";\n")
_NESTED = ('{"', '["', '":"', '": "')
_DECODER = json.JSONDecoder(strict=False)
_PARAGRAPHS = ("<p>", "<p ")
_ESCAPED = ("<p", "u003cp", "u003Cp")


def scripted_body(tree: html.HtmlElement, stated: Structured, shown_chars: int) -> html.HtmlElement | None:
    """A page made of the body in the scripts of a page that states an article and shows less of it."""
    if not stated.article and stated.first_meta("og:type") != "article":
        return None
    scripts = [(script.text or "")[:MAX_SCRIPT_CHARS] for script in tree.iter("script")]
    found = (text for script in scripts for text in _bodies(script, 1))
    body = max(islice(found, MAX_STRINGS), key=_paragraphs, default="")
    if _paragraphs(body) < MIN_PARAGRAPHS:
        stated_body = first_text(stated.article.get("articleBody")) or ""
        body = _as_html(stated_body.splitlines() if stated_body else _plain_paragraphs(scripts))
    if len(body) <= LONGER * shown_chars:
        return None
    page = parse(f"<article>{body}</article>".encode("utf-8", "ignore"), "text/html; charset=utf-8")
    return None if isinstance(page, Refusal) else page


def _as_html(paragraphs: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text.strip())}</p>" for text in paragraphs if text.strip())


def _plain_paragraphs(scripts: Iterable[str]) -> list[str]:
    """The strings as long as sentences under the key that has most of them, in all scripts together."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, text in islice((pair for script in scripts for pair in _keyed(script, 1)), MAX_STRINGS):
        for line in text.splitlines():
            if _is_prose(line):
                found[key][line] = None
    best = max(found.values(), key=lambda texts: sum(map(len, texts)), default={})
    return list(best) if len(best) >= MIN_PARAGRAPHS else []


def _keyed(script: str, depth: int) -> Iterator[tuple[str, str]]:
    """Each string of a script with the one before it, which is its key in most cases."""
    before = ""
    for string in _strings(script):
        if depth < MAX_DEPTH and any(mark in string for mark in _NESTED):
            yield from _keyed(string, depth + 1)
        else:
            yield before, string
        before = string


def _is_prose(text: str) -> bool:
    """Whether a string reads like a paragraph: long, ending as sentences do, no URL and no code."""
    text = text.strip()
    is_long = len(text.encode("utf-8", "ignore")) >= MIN_PROSE_BYTES
    return is_long and text.endswith(_ENDS) and not any(sign in text for sign in _CODE)


def _bodies(text: str, depth: int) -> Iterator[str]:
    """Strings with HTML in a text, the innermost of them."""
    for string in _strings(text):
        if not any(mark in string for mark in _ESCAPED):
            continue
        inner = list(_bodies(string, depth + 1)) if depth < MAX_DEPTH else []
        yield from [one for one in inner if _paragraphs(one) >= MIN_PARAGRAPHS] or [string]


def _strings(text: str) -> Iterator[str]:
    """Every string of a script that JSON can read."""
    start, unreadable = text.find('"'), 0
    while start >= 0 and unreadable < MAX_UNREADABLE:
        try:
            string, end = _DECODER.raw_decode(text, start)
            yield string
        except json.JSONDecodeError as error:
            unreadable += MAX_UNREADABLE if error.msg.startswith("Unterminated") else 1
            end = max(error.pos, start) + 1
        start = text.find('"', end)


def _paragraphs(text: str) -> int:
    return sum(text.count(mark) for mark in _PARAGRAPHS)
