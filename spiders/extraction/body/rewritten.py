"""What is rewritten in a tree before the search for its article looks once more.

Theory. What was extracted tells what the search has missed. Where an element has paragraphs of its own and
others in `div`s, the search reads the first and leaves the others out, if the first are text enough; on pages
without any `p` it may take other text. And it never looks into an `aside`, a `form`, or what is called
comments, although some papers put their stories there. So `div`s that are paragraphs are written as such
where many of them are missing. And an element that is closed to the search is opened where it follows the
headline with no more than a lead between them, and holds several paragraphs of running text, twice as much as
was found. A mistake costs a second look, or, on a page without an article, a side column in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import html

from spiders.extraction.body.scope import MIN_CHARS, START_CHARS, Paragraph, squeezed
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.normalise import as_paragraph, paragraphs_in_divs
from spiders.extraction.markup.post_elements import are_comments

MANY_MISSED = 0.2
"""Letters of paragraphs in `div`s that were not extracted, of those extracted."""
SHORT_CHARS = 2_000
"""Of what was extracted, under which `div`s of all elements are looked at: one with more text than that."""
MIN_PARAGRAPHS = 4
TIMES = 2
MOST_LEAD_CHARS = 300

_CLOSED = ("aside", "form")


def rewrite_missed(scope: html.HtmlElement, long: Sequence[Paragraph], texts: Sequence[str]) -> bool:
    """Rewrite what keeps the search from its article, in place, where it missed much; whether it did.

    `texts` are those that were extracted, without white space.
    """
    return _divs_as_paragraphs(scope, long, "".join(texts)) or _opened(scope, long, texts)


def _divs_as_paragraphs(scope: html.HtmlElement, long: Sequence[Paragraph], found: str) -> bool:
    own = dict.fromkeys(one.element.getparent() for one in long if one.found)
    missed = [div for holder in own if holder is not None for div in _missed(holder, found)]
    if _chars(missed) < MANY_MISSED * len(found):
        missed = []
    if not missed and len(found) < SHORT_CHARS:
        missed = max((_missed(one, found) for one in _holders_of_divs(scope)), key=_chars, default=[])
        if len(missed) < MIN_PARAGRAPHS or _chars(missed) < len(found):
            return False
    for div, _ in missed:
        as_paragraph(div)
    return bool(missed)


def _missed(holder: html.HtmlElement, found: str) -> list[tuple[html.HtmlElement, str]]:
    """The paragraphs in `div`s of an element that were not found, with their texts."""
    texts = [(div, squeezed(text_of(div))) for div in paragraphs_in_divs(holder)]
    return [(div, text) for div, text in texts if text[:START_CHARS] not in found]


def _chars(missed: Sequence[tuple[html.HtmlElement, str]]) -> int:
    return sum(len(text) for _, text in missed)


def _holders_of_divs(scope: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements that hold several `div`s."""
    holders = Counter(div.getparent() for div in scope.iter("div"))
    yield from (one for one, count in holders.items() if one is not None and count >= MIN_PARAGRAPHS)


def _opened(scope: html.HtmlElement, long: Sequence[Paragraph], texts: Sequence[str]) -> bool:
    """Open the first element behind the headline that is closed and holds the story; whether there is one."""
    enough = TIMES * sum(one.chars for one in long if one.found)
    closed = {holder: text for holder, text in _closed_holders(scope) if len(text) > enough}
    if not closed:
        return False
    page = squeezed(text_of(scope))
    headline = next(scope.iter("h1"), None)
    start = 0 if headline is None else page.find(squeezed(text_of(headline)))
    for holder, text in closed.items():
        between = page[start : page.find(text[:START_CHARS])]
        lead = sum(len(part) for part in texts if len(part) >= MIN_CHARS and part[:START_CHARS] in between)
        if between and lead <= MOST_LEAD_CHARS:
            _open(holder)
            return True
    return False


def _closed_holders(scope: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Elements with several long paragraphs that the search does not look into, and the text of these."""
    for holder, count in Counter(paragraph.getparent() for paragraph in scope.iter("p")).items():
        if holder is None or count < MIN_PARAGRAPHS or not any(map(_is_closed, _around(holder))):
            continue
        texts = [text_of(paragraph) for paragraph in holder.iterchildren("p")]
        long = [squeezed(text) for text in texts if len(text) >= MIN_CHARS]
        if len(long) >= MIN_PARAGRAPHS:
            yield holder, "".join(long)


def _open(holder: html.HtmlElement) -> None:
    for around in _around(holder):
        if around.tag in _CLOSED:
            around.tag = "div"
        if are_comments(around):
            for name in ("class", "id"):
                around.attrib.pop(name, None)


def _is_closed(around: html.HtmlElement) -> bool:
    return around.tag in _CLOSED or are_comments(around)


def _around(holder: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield holder
    yield from (around for around in holder.iterancestors() if around.tag not in ("body", "html"))
