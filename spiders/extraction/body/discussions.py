"""What readers write below a story, told by the links with which one replies to them.

Theory. Every system of comments gives each comment a link or button to reply, and stories have none. So the
elements side by side that hold one each, two at least, are a discussion, whatever its classes are called. A
comment that stands alone is one where its own class or id calls it so, too: below a short story it is else
most of the text. Known exceptions: discussions without replies, a comment alone under another name, and
languages whose word is not in the list. A mistake costs text of a story that sets such a link beside each of
its parts, which none was seen to do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from itertools import chain, islice

from lxml import html

MIN_COMMENTS = 2
MAX_WORD_CHARS = 24
_COMMENT = re.compile(r"(?:\w+[-_]+)*comment(?:[-_]*(?:\d+|body|item|entry|node|wrapper))?", re.IGNORECASE)
"""A class or id of one comment, as `comment`, `comment-12`, `comment-body`; none of a list, form or count."""

_REPLY = frozenset(
    (
        *(
            "reply",
            "antworten",
            "antwort",
            "répondre",
            "responder",
            "rispondi",
            "beantwoorden",
            "reageer",
            "svar",
        ),
        *(
            "svara",
            "besvar",
            "vastaa",
            "odpowiedz",
            "odpovědět",
            "reagovat",
            "odgovori",
            "válasz",
            "răspunde",
        ),
        *(
            "yanıtla",
            "cevapla",
            "ответить",
            "відповісти",
            "отговор",
            "απάντηση",
            "balas",
            "trả lời",
            "ตอบกลับ",
        ),
        *("返信", "回复", "回覆", "답글", "رد", "پاسخ", "השב", "उत्तर", "respon", "resposta", "vasta"),
    )
)


def discussions(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The comments of a page's discussions."""
    links = [link for link in tree.iter("a", "button") if _replies(link)]
    headed = {around for h1 in tree.iter("h1") for around in (h1, *h1.iterancestors())} if links else set()
    found: dict[html.HtmlElement, dict[html.HtmlElement, None]] = defaultdict(dict)
    for link in links:
        if (comment := _comment(link, headed)) is not None:
            found[comment.getparent()][comment] = None
    return [
        comment
        for comments in found.values()
        for comment in comments
        if len(comments) >= MIN_COMMENTS or _is_called_comment(comment)
    ]


def _replies(link: html.HtmlElement) -> bool:
    text = (link.text or "").strip() or (link.text_content().strip() if len(link) else "")
    return len(text) <= MAX_WORD_CHARS and text.casefold() in _REPLY


def _comment(link: html.HtmlElement, headed: Set[html.HtmlElement]) -> html.HtmlElement | None:
    """The element around a reply link that is called a comment, or else has others of its kind beside it."""
    around = list(_holding(link, headed))
    called = (item for item in around if _is_called_comment(item))
    with_peers = (
        item
        for item in around
        if len(list(islice(item.getparent().iterchildren(item.tag), MIN_COMMENTS))) == MIN_COMMENTS
    )
    return next((item for item in chain(called, with_peers) if _says(item)), None)


def _holding(link: html.HtmlElement, headed: Set[html.HtmlElement]) -> Iterator[html.HtmlElement]:
    """The elements around a link, from within, up to the page's main part or one that holds a headline."""
    for item in link.iterancestors():
        if item.getparent() is None or item.tag in ("body", "main") or item in headed:
            return
        yield item


def _is_called_comment(item: html.HtmlElement) -> bool:
    return any(_COMMENT.fullmatch(word) for word in f"{item.get('class')} {item.get('id')}".split())


def _says(item: html.HtmlElement) -> bool:
    """Whether an element holds more than links."""
    linked = sum(len(link.text_content()) for link in item.iter("a", "button"))
    return len(item.text_content().strip()) > 2 * linked + MAX_WORD_CHARS
