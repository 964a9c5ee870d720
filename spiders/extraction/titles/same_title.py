"""Which words a form of a title has, and whether two forms say the same."""

from __future__ import annotations

import html as entities
import re

MIN_WORDS = 2
"""Words of a form that may be taken for the title of a longer one."""
MIN_CUT_WORDS = 4
"""Words of a form that is cut short with dots and still tells which one it is of."""

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_QUOTES = re.compile(r"[\"'`´‘’‚‛“”„‟«»‹›]+")


def tidy(text: str | None) -> str:
    """Text with entities resolved (some systems escape twice) and white space made single."""
    return _SPACE.sub(" ", entities.unescape(entities.unescape(text or ""))).strip()


def squeezed(text: str) -> str:
    """The letters and digits of a text, casefolded."""
    return "".join(words_of(tidy(text)))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def is_same(one: str, other: str) -> bool:
    """Whether two forms are the same words, or one of them is cut short with dots."""
    words, others = words_of(one), words_of(other)
    if not words or not others or words == others:
        return words == others != []
    cut = other.rstrip().endswith(("…", "..."))
    return cut and len(others) >= MIN_CUT_WORDS and words[: len(others) - 1] == others[:-1]


def begins_with(title: str, form: str) -> bool:
    """Whether a title is another form of itself and then a suffix; quotation marks may differ."""
    words, shorter = words_of(title), words_of(form)
    return len(words) > len(shorter) >= MIN_WORDS and words[: len(shorter)] == shorter


def is_before_suffix(form: str, title: str) -> bool:
    """Whether a title is another form of itself and a suffix; what follows a colon is no suffix."""
    return begins_with(title, form) and not title[len(form) :].startswith((":", "："))


def is_part(words: list[str], longer: list[str]) -> bool:
    """Whether another form is the heading of these words, or begins or ends with it."""
    if words == longer:
        return bool(words)
    return len(words) >= MIN_WORDS and words in (longer[: len(words)], longer[-len(words) :])


def differ_in_quotes(one: str, other: str) -> bool:
    return _QUOTES.sub("'", one) == _QUOTES.sub("'", other)
