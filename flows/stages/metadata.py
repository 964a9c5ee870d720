"""What differs between what two pages of one article say of it: an edit, or the same thing read better. Pure.

Observed: headlines, bylines, dates and standfirsts are edited while the text stays, and often: NewsDiffs
and diffengine live from it. Pages also come once without their facts and later with them (a template that
failed, JSON-LD that was broken), and what we read depends on the page's form and on the version of the
extractor. So:

- A value in place of another is an edit. Spelling in Unicode, white space, typographic quotes and dashes
  are no difference, and neither is the order of the authors.
- A value in place of none is the same page read right at last. So is a date from a better place. What a
  template writes where it has no value ("undefined"), and the site's host for a headline, are none.
- None in place of a value is an edit only of byline and standfirst, and only where the page still states
  its date where it did: a page that lost all its facts was rendered badly. Nothing that was known is given
  up for it.
- Dates are compared where the page states them for machines (JSON-LD, meta elements), in the same place and
  as exactly as both are given: those of feeds, URLs and running text differ with the way that led to the
  page.
- A standfirst that is cut off at another length is the same, and so is a headline from another place of the
  page that has the site's name more or less. Headlines and bylines that a link gave, not the page, are no
  edits of the page's.

An edit taken for a better reading leaves no revision but shows the new value; the other way round a story
is said to be edited that was not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from warehouse.tables import Article

PRECISE = ("jsonld", "meta")
"""Origins of dates that pages state for machines."""

STATED = {
    "title": frozenset({"jsonld", "og", "heading", "page_title"}),
    "authors": frozenset({"jsonld", "meta", "byline"}),
}
"""Origins of titles and authors that the page itself states; others come from links or stand for none."""

CUT_CHARS = 100
"""Systems cut standfirsts off from here on, often without a mark."""

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_COARSE = {"day": timedelta(days=1), "minute": timedelta(minutes=1), "instant": timedelta(seconds=1)}


def same_words(one: str, two: str) -> bool:
    """Whether two texts are the same but for Unicode forms, typography and what is not seen."""
    return folded(one) == folded(two)


def folded(text: str) -> str:
    """A text in compatibility form, quotes and dashes plain, white space single, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY))
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return " ".join(visible.split())


def edits(before: Article, after: Article) -> tuple[str, ...]:
    """The metadata that the page changed, by the names of the columns."""
    return tuple(_edited(before, after))


def improves(before: Article, after: Article) -> bool:
    """Whether `after` says what `before` lacks, or has from a worse place; nothing was edited."""
    shows = any(_value(after, name) and not _value(before, name) for name in _EMPTY)
    states = any(_is_weaker(name, after, before) for name in STATED)
    return shows or states or _dated_better(before, after)


def with_what_was_known(before: Article, after: Article, edited: tuple[str, ...]) -> dict[str, Any]:
    """The columns of `before` that `after` would lose without having edited them."""
    kept: dict[str, Any] = {
        name: getattr(before, name)
        for name in ("title", "authors", "description", "section", "tags", "image_url")
        if name not in edited
        and getattr(before, name)
        and (
            not getattr(after, name)
            or (name in _EMPTY and not _value(after, name))
            or (name in STATED and _is_weaker(name, before, after))
        )
    }
    kept |= {
        f"{name}_origin": getattr(before, f"{name}_origin") for name in ("title", "authors") if name in kept
    }
    if before.published_at and "published_at" not in edited and not _dated_better(before, after):
        kept |= {name: getattr(before, name) for name in _PUBLISHED}
    return kept


_NOTHING = frozenset({"undefined", "null", "none", "nan", "n/a", "-", "[object object]", "untitled"})
_EMPTY = ("title", "authors", "description")
_PUBLISHED = ("published_at", "published_day", "published_raw", "published_precision", "published_origin")


def _edited(before: Article, after: Article) -> Iterator[str]:
    if _another_title(before, after):
        yield "title"
    if _other_authors(before, after):
        yield "authors"
    if _another_date(before, after):
        yield "published_at"
    if _another_standfirst(before, after):
        yield "description"


def _value(article: Article, name: str) -> str:
    """A title, standfirst or the authors as a folded text; empty where it stands for none."""
    value = getattr(article, name)
    text = folded(value if isinstance(value, str) else " ".join(value or ()))
    return "" if text.casefold() in _NOTHING or text.casefold() == article.domain else text


def _another_title(before: Article, after: Article) -> bool:
    one, two = _value(before, "title"), _value(after, "title")
    if not (one and two) or one == two or _differ_in_strength("title", before, after):
        return False
    return before.title_origin == after.title_origin or not (one in two or two in one)


def _other_authors(before: Article, after: Article) -> bool:
    if (
        not _value(before, "authors")
        or _names(before) == _names(after)
        or _differ_in_strength("authors", before, after)
    ):
        return False
    return bool(_value(after, "authors")) or (not after.authors and _as_complete(before, after))


def _differ_in_strength(name: str, before: Article, after: Article) -> bool:
    return _is_weaker(name, before, after) or _is_weaker(name, after, before)


def _is_weaker(name: str, before: Article, after: Article) -> bool:
    """Whether the page states a value in `before`, and `after` has one from elsewhere: its link, its site."""
    one, two = (getattr(article, f"{name}_origin") for article in (before, after))
    return one in STATED[name] and two is not None and two not in STATED[name]


def _names(article: Article) -> frozenset[str]:
    return frozenset(folded(name).casefold() for name in article.authors)


def _as_complete(before: Article, after: Article) -> bool:
    """Whether a page still states its date where it did."""
    return after.title is not None and before.published_origin == after.published_origin


def _another_standfirst(before: Article, after: Article) -> bool:
    one, two = _value(before, "description"), _value(after, "description")
    if not (one and two):
        return bool(one) and not after.description and _as_complete(before, after)
    return one != two and not (_is_cut_off(one, two) or _is_cut_off(two, one))


def _is_cut_off(part: str, whole: str) -> bool:
    """Whether a standfirst is another one's beginning, by its marks of omission or for its length."""
    beginning = part.rstrip(". ")
    return whole.startswith(beginning) and (part.endswith("...") or len(beginning) >= CUT_CHARS)


def _another_date(before: Article, after: Article) -> bool:
    if before.published_at is None or after.published_at is None:
        return False
    if before.published_origin not in PRECISE or before.published_origin != after.published_origin:
        return False
    if before.published_at == before.modified_at and after.published_at == after.modified_at:
        return False  # the page states when it was changed and nothing else
    coarse = max(_COARSE[article.published_precision or "instant"] for article in (before, after))
    return abs(before.published_at - after.published_at) >= coarse


def _dated_better(before: Article, after: Article) -> bool:
    if after.published_at is None:
        return False
    if before.published_at is None:
        return True
    if after.published_origin not in PRECISE:
        return False
    finer = before.published_precision == "day" != after.published_precision
    return before.published_origin not in PRECISE or (
        finer and before.published_at.date() == after.published_at.date()
    )
