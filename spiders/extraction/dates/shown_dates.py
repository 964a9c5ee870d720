"""The dates that a page shows to its readers, near the headline of its article.

Theory. Nearly every article shows its day in a short line of its own: between the headline and the text,
just above the headline, or below the text, there with a label. Other dates of the page belong to other
stories (cards are links with a headline in them), to comments, to the masthead (today) or to the story
itself (a sentence names the day of an event). So only short elements are read, and only those within the
headline's surroundings, outside of links to other stories, navigation, comments and figures; a line that is
more than a date and a byline is a sentence. A line, or its class, that speaks of a change gives the date of
the change; where one line names two days, the label before each of them counts. Known exceptions: pages
without a headline of their own, and languages whose word for a change is not in the list. A mistake puts an
article on a wrong day, so lines above the headline count last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from lxml import html

from spiders.extraction.dates.instants import read_date
from spiders.extraction.dates.months import folded
from spiders.extraction.dates.page_lines import ShownLine, headline_index
from spiders.extraction.dates.written_dates import Manner, Written, dates_in, has_digit
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import are_comments, class_and_id

MAX_REST = 60
"""Letters of a line beside its dates: a byline, a place, labels."""
MAX_SENTENCE = 30
"""The same of a line that ends as sentences do."""
MAX_CARD = 40
"""Letters of a link beside the date in it."""
MAX_CARDS = 1_500
"""Letters of an element that is named so, or is an `article`, up to which it shows other stories."""
LEAD_CHARS = 700
"""Long text after the headline in which a date may still stand: a standfirst, a first paragraph."""
MAX_ABOVE = 4
"""How many elements around the headline are looked at for lines above it."""

HEAD, ABOVE, BELOW = range(3)
"""Where a line stands: by the headline and the beginning of the text, over it, below them."""

_ENDS = (".", "!", "?", "。", "।", "؟")
_OUTSIDE = frozenset({"nav", "footer", "figure", "figcaption", "form", "button", "select", "table"})
_CARDS = re.compile(r"related|recommend|sidebar|widget|teaser|card")
_MARKED = re.compile(r"date|publi|posted|time|fecha|datum|data\b|meta|byline|info")
_CHANGE_CLASS = re.compile(r"modif|updat")
_PUBLISHED = re.compile(
    r"publi|posted|первая|опубл|veröff|erstell|erschien|објав|掲載|公開|发布|發布|發表|입력|등록|đăng|dipos|terbit"
)
_CHANGE = re.compile(
    r"updat|modif|revis|edited|aktuali|geändert|actuali|actualitz|mis à jour|màj\b|atuali|aggiorn|bijgewerkt"
    r"|gewijzigd|обновл|измен|оновл|промен|обнов|opdater|oppdater|uppdater|ändrad|endret|päivit|güncell|ενημ[εέ]ρ"
    r"|yenilen|frissít|módosít|ažurir|ажурир|posodob|atnaujin|uuend|muudet|atjaun|עודכן|עדכון|تحدیث|تعدیل|روزرسانی"
    r"|به روز|بروزرسانی|更新|修改|수정|업데이트|cập nhật|diperbarui|dikemas|แก้ไข|อัปเดต"
    r"|อัพเดท|अपडेट|হালনাগাদ|अद्यतन"
)


@dataclass(frozen=True)
class Shown:
    """A day that a line near the headline shows, whether it is that of a change, and where the line stands.

    `is_classed`: the change is told by a class only, which hAtom pages give to the day of publication too.
    """

    raw: str
    is_change: bool
    rank: int
    is_classed: bool = False


def shown_dates(lines: Sequence[ShownLine], titles: Sequence[str], manner: Manner) -> list[Shown]:
    """The dates near the headline, the most credible first; `lines` are all of the page."""
    at = headline_index(lines, titles)
    if at is None:
        return []
    found: list[Shown] = []
    around = set(lines[at].element.iterancestors())
    long = 0
    for index in range(at, len(lines)):
        line = lines[index]
        long += len(line.text) if line.is_long and index > at else 0
        found += _shown(line, manner, HEAD if long <= LEAD_CHARS else BELOW, around)
    above = _surroundings(lines[at].element)
    for line in reversed(lines[:at]):
        if not above.isdisjoint(line.element.iterancestors()):
            found += _shown(line, manner, ABOVE, around)
    if not any(not shown.is_change and shown.rank == HEAD for shown in found):
        found = [replace(shown, is_change=False) if shown.is_classed else shown for shown in found]
    below = {shown.raw[:10] for shown in found if shown.rank == BELOW}
    return sorted(
        (shown for shown in found if shown.rank != BELOW or len(below) == 1), key=lambda shown: shown.rank
    )


def _shown(
    line: ShownLine, manner: Manner, rank: int, around_headline: Set[html.HtmlElement]
) -> Iterator[Shown]:
    if line.is_long:
        return
    may_state = len(line.element) or line.element.tag == "time"
    times = line.element.iter("time") if may_state else ()
    stated = [stated for time in times if (stated := time.get("datetime"))]
    if not stated and not has_digit(line.text):  # most lines
        return
    text = folded(line.text)
    found = dates_in(text, manner)
    if (not found and not stated) or _is_elsewhere(line.element, around_headline):
        return
    classes = _classes(line.element)
    is_marked = _PUBLISHED.search(text) or _MARKED.search(classes) or stated
    if not _is_little_more(text, found) or (rank == BELOW and not is_marked):
        return
    if len(stated) == 1 and len(found) <= 1 and read_date(stated[0], "text"):
        yield _judged(stated[0], text, classes, rank)
        return
    end = 0
    for written in found:
        yield _judged(
            written.day.isoformat(), text[end : written.start], classes if len(found) == 1 else "", rank
        )
        end = written.end


def _is_little_more(text: str, dates: Sequence[Written]) -> bool:
    """Whether a line is little more than its dates: a byline and labels, but no sentence."""
    rest = len("".join(text.split())) - sum(len(text[one.start : one.end].replace(" ", "")) for one in dates)
    return rest <= (MAX_SENTENCE if text.endswith(_ENDS) else MAX_REST)


def _judged(raw: str, label: str, classes: str, rank: int) -> Shown:
    """What a date is, by the label before it, else by the line's classes."""
    if change := _CHANGE.search(label):
        return Shown(raw, not _PUBLISHED.search(label[change.end() :]), rank)
    is_classed = bool(_CHANGE_CLASS.search(classes)) and not _PUBLISHED.search(label)
    return Shown(raw, is_classed and not _PUBLISHED.search(classes), rank, is_classed)


def _classes(element: html.HtmlElement) -> str:
    """Class, id and itemprop of a line, its parents' and its children's, in lower case."""
    near = [
        element,
        *element.iterdescendants(),
        *([] if element.getparent() is None else [element.getparent()]),
    ]
    return " ".join(f"{class_and_id(one)} {one.get('itemprop') or ''}" for one in near).lower()


def _is_elsewhere(element: html.HtmlElement, around_headline: Set[html.HtmlElement]) -> bool:
    """Whether a line belongs to another story, to comments, or to what stands around all pages."""
    around = [one for one in (element, *element.iterancestors()) if one not in around_headline]
    return any(map(_is_apart, around)) or any(
        one.tag == "header" and next(one.iterancestors("article", "main"), None) is None for one in around
    )


def is_of_another(element: html.HtmlElement) -> bool:
    """Whether an element belongs to another story or to comments, as what stands around it tells."""
    return any(map(_is_apart, (element, *element.iterancestors())))


def _is_apart(element: html.HtmlElement) -> bool:
    """Whether an element shows what is not the story: a card, comments, navigation."""
    if element.tag in _OUTSIDE or are_comments(element):
        return element.tag not in ("body", "html") and not _is_footer_of_story(element)
    if element.tag == "a":
        return len("".join(text_of(element).split())) > MAX_CARD
    is_card = element.tag == "article" or bool(_CARDS.search(class_and_id(element)))
    is_small = is_card and len(text_of(element)) <= MAX_CARDS
    return is_small and next(element.iter("h1"), None) is None


def _is_footer_of_story(element: html.HtmlElement) -> bool:
    """Whether an element is the footer of an `article`, where HTML puts who wrote it and when."""
    return element.tag == "footer" and next(element.iterancestors("article"), None) is not None


def _surroundings(headline: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements around the headline in which lines above it are looked at."""
    found: set[html.HtmlElement] = set()
    for ancestor in list(headline.iterancestors())[:MAX_ABOVE]:
        if ancestor.tag in ("body", "html") or ancestor.find(".//nav") is not None:
            break
        found.add(ancestor)
    return found
