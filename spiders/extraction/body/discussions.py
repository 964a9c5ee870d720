"""What readers write below a story, told by links to reply, a heading over them, or the names around them.

Theory. Every system of comments gives each comment a link or button to reply, and stories have none. So the
elements side by side that hold one each, two at least, are a discussion, whatever its classes are called. A
comment that stands alone is one where its own class or id calls it so, too: below a short story it is else
most of the text. Systems without replies write a heading over them, "5 comments", and what is in elements of
its own below it is the discussion. Beside an `article` that holds the headline and a text, three elements
alike that each begin or end with a short line, a name, are letters or comments as well. Known exceptions:
discussions under other words, and names beside stories in no `article`, where interviews look the same. A
mistake costs text of a story that sets such a link or line beside each of its parts, or calls a part
"Comments".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from itertools import chain, islice

from lxml import html

from spiders.extraction.body.scope import MIN_CHARS
from spiders.extraction.markup.leaves import is_shorter, text_of

MIN_COMMENTS = 2
MIN_NAMED = 3
MOST_CHARS = 10_000
"""Of a comment: an element with more holds several."""
MAX_LINE_CHARS = 40
ENOUGH_CHARS = 200
"""Of the paragraphs of an `article`, so that what stands beside it is none of its text."""
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
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HEADING = re.compile(
    r"(?:\d+\s+)?(?:(?:all|reader|readers|user|view|your|our|leser|alle|vos|tous les|los)[\s’'-]*)?"
    r"(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|comentaris?|commenti|reacties"
    r"|kommentarer|kommentit|komentarze|komentáře?|komentari|hozzászólások|comentarii|yorumlar|комментари[ий]"
    r"|коментар[іи]|σχόλια|التعليقات|תגובות|评论|評論|留言|コメント|댓글|bình luận|komentar)"
    r"(?:\s*(?:\(\d*\)|\d+)|\s+(?:on|to|zu|sur|sobre)\s.{1,80})?\W*"
    r"|\d+\s+(?:responses?|thoughts?|replies|antworten|réponses|respuestas|reactions?|réactions?)\b.{0,90}"
    r"|join the (?:conversation|discussion)\W*|what (?:readers|you) (?:say|think|are saying)\W*|leserbriefe"
    r"|letters from readers|reader letters|courrier des lecteurs|cartas (?:al director|de los lectores)",
    re.IGNORECASE,
)
_OWN_ELEMENTS = ("div", "section", "article", "ul", "ol", "dl", "table", "details")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "”", '"')


def discussions(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """What holds the comments of a page's discussions; none of these elements is within another."""
    found = dict.fromkeys(chain(_replied_to(tree), _headed(tree), _beside_article(tree)))
    return [one for one in found if found.keys().isdisjoint(one.iterancestors())]


def _replied_to(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Comments with a link to reply."""
    links = [link for link in tree.iter("a", "button") if _replies(link)]
    headed = {around for h1 in tree.iter("h1") for around in (h1, *h1.iterancestors())} if links else set()
    found: dict[html.HtmlElement, dict[html.HtmlElement, None]] = defaultdict(dict)
    for link in links:
        if (comment := _comment(link, headed)) is not None:
            found[comment.getparent()][comment] = None
    for comments in found.values():
        yield from (one for one in comments if len(comments) >= MIN_COMMENTS or _is_called_comment(one))


def _headed(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What stands under a heading of comments below the story."""
    has_begun = False
    for element in tree.iter("h1", "p", *_HEADINGS):
        if element.tag == "h1":
            has_begun = True
        elif element.tag == "p":
            has_begun = has_begun or not is_shorter(element, MIN_CHARS)
        elif has_begun and _HEADING.fullmatch(text_of(element).strip()):
            yield from _section(element)


def _section(heading: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements under a heading: all of what it begins, or those that follow it in its element.

    A form stays: it is told by its words, with all that follows it (`invitations`).
    """
    section = heading
    while (
        (parent := section.getparent()) is not None
        and parent.tag in _OWN_ELEMENTS
        and not any(text_of(before).strip() for before in section.itersiblings(preceding=True))
        and not (parent.text or "").strip()
        and next(parent.iter("h1"), None) is None
    ):
        section = parent
    if section is not heading:
        yield section
        return
    below = (one for one in heading.itersiblings() if one.tag in _OWN_ELEMENTS)
    yield from (one for one in below if next(one.iter("form"), None) is None)


def _beside_article(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements alike behind the article's own that begin or end with a name each."""
    headline = next(tree.iter("h1"), None)
    article = None if headline is None else next(headline.iterancestors("article"), None)
    if article is None or sum(len(text_of(p)) for p in article.iter("p")) < ENOUGH_CHARS:
        return
    found: dict[html.HtmlElement, list[html.HtmlElement]] = defaultdict(list)
    for element in article.itersiblings():
        for item in element.iter("div", "li", "p", "dd", "article"):
            if is_shorter(item, MOST_CHARS) and not is_shorter(item, MIN_CHARS) and _is_named(item):
                found[item.getparent()].append(item)
    yield from (item for items in found.values() if len(items) >= MIN_NAMED for item in items)


def _is_named(item: html.HtmlElement) -> bool:
    """Whether a text begins or ends with a short line that is no sentence."""
    lines = [text.strip() for text in item.itertext() if text.strip()]
    if item.tag == "dd" and (term := item.getprevious()) is not None:
        lines.insert(0, text_of(term).strip())
    return len(lines) > 1 and any(
        len(line) <= MAX_LINE_CHARS and not line.endswith(_SENTENCE_ENDS) for line in (lines[0], lines[-1])
    )


def _replies(link: html.HtmlElement) -> bool:
    text = (link.text or "").strip() or text_of(link).strip()
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
    linked = sum(len(text_of(link)) for link in item.iter("a", "button"))
    return len(text_of(item).strip()) > 2 * linked + MAX_WORD_CHARS
