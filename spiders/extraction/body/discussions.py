"""What readers write below a story, told by the links with which one replies to them.

Theory. Every system of comments gives each comment a link or button to reply, and stories have none. So the
elements side by side that hold one each, two at least, are a discussion, whatever its classes are called.
Known exceptions: discussions without replies, and languages whose word is not in the list. A mistake costs
text of a story that sets such a link beside each of its parts, which none was seen to do.
"""

from __future__ import annotations

from collections import defaultdict

from lxml import html

MIN_COMMENTS = 2
MAX_WORD_CHARS = 24

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
    found: dict[html.HtmlElement, list[html.HtmlElement]] = defaultdict(list)
    for link in tree.iter("a", "button"):
        if not _replies(link):
            continue
        comment = _comment(link)
        if comment is not None and comment not in found[comment.getparent()]:
            found[comment.getparent()].append(comment)
    return [comment for comments in found.values() if len(comments) >= MIN_COMMENTS for comment in comments]


def _replies(link: html.HtmlElement) -> bool:
    text = (link.text or "").strip() or (link.text_content().strip() if len(link) else "")
    return len(text) <= MAX_WORD_CHARS and text.casefold() in _REPLY


def _comment(link: html.HtmlElement) -> html.HtmlElement | None:
    """The element around a reply link that has others of its kind beside it; none that holds a headline."""
    for item in link.iterancestors():
        parent = item.getparent()
        if parent is None or item.tag in ("body", "main") or next(item.iter("h1"), None) is not None:
            return None
        if sum(1 for _ in parent.iterchildren(item.tag)) >= MIN_COMMENTS and _says(item):
            return item
    return None


def _says(item: html.HtmlElement) -> bool:
    """Whether an element holds more than links."""
    linked = sum(len(link.text_content()) for link in item.iter("a", "button"))
    return len(item.text_content().strip()) > 2 * linked + MAX_WORD_CHARS
