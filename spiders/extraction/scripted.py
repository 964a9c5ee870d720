"""The body of an article that a page holds for its scripts only.

Theory. Sites that are drawn by a script (Next.js and others) may deliver the article as HTML within a JSON
string, itself often part of a string of the script, and nothing of it in the page. Such pages still state
that they are an article. Of all strings of their scripts the one with the most HTML paragraphs is the body.
Known exceptions: bodies that come as lists of plain texts are not found, and a site that sends several
stories to its script gives the longest. It is asked only where a page has no text otherwise, so a
mistake puts a strange text where a rejection would be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from lxml import html

from spiders.extraction.model import Refusal
from spiders.extraction.parse import parse
from spiders.extraction.structured import Structured

MIN_PARAGRAPHS = 3
MAX_SCRIPT_CHARS = 5_000_000
MAX_STRINGS = 20_000
MAX_UNREADABLE = 100
"""Strings that JSON cannot read before a script is given up: each costs a walk back to its beginning."""
MAX_DEPTH = 3

_DECODER = json.JSONDecoder(strict=False)
_PARAGRAPHS = ("<p>", "<p ")
_ESCAPED = ("<p", "u003cp", "u003Cp")


def scripted_body(tree: html.HtmlElement, stated: Structured) -> html.HtmlElement | None:
    """A page made of the HTML with the most paragraphs in the scripts of a page that states an article."""
    if not stated.article and stated.first_meta("og:type") != "article":
        return None
    scripts = (script.text or "" for script in tree.iter("script"))
    found = (text for script in scripts for text in _bodies(script[:MAX_SCRIPT_CHARS], 1))
    body = max(islice(found, MAX_STRINGS), key=_paragraphs, default="")
    if _paragraphs(body) < MIN_PARAGRAPHS:
        return None
    page = parse(f"<article>{body}</article>".encode("utf-8", "ignore"), "text/html; charset=utf-8")
    return None if isinstance(page, Refusal) else page


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
