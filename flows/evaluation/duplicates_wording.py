"""Words and sentences of a text that is edited, in scripts with and without spaces between words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[\u0e00-\u0e7f]{1,5}|[^\s\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+\s*|\s+"
)
"""A word with the space after it; two Han or kana, or five Thai characters, are taken for a word."""

_MISREAD = {
    "rn": "m",
    "m": "rn",
    "e": "c",
    "l": "1",
    "o": "0",
    "i": "l",
    "h": "b",
    "n": "u",
    "s": "5",
    "u": "ii",
}
_STARTS = ("Officials said later that", "According to people there,", "It was reported that", "Meanwhile,")
_SYNONYMS = {
    "said": "told reporters",
    "says": "states",
    "told": "informed",
    "also": "in addition",
    "but": "however",
    "because": "since",
    "many": "a lot of",
    "more than": "over",
    "about": "around",
    "big": "large",
    "new": "fresh",
    "people": "residents",
    "company": "firm",
    "year": "twelvemonth",
    "first": "initial",
    "after": "following",
    "before": "prior to",
    "will": "is going to",
    "show": "demonstrate",
    "use": "employ",
    "make": "create",
    "get": "obtain",
    "help": "assist",
    "need": "require",
    "found": "discovered",
    "part": "portion",
    "start": "begin",
    "end": "finish",
}


def tokens(text: str) -> list[str]:
    """The text in pieces of about a word, which make it up again when they are joined."""
    return _TOKEN.findall(text)


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """Sentences, or the paragraphs where their language has other marks."""
    found = [
        unit for text in paragraphs for unit in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", text) if unit.strip()
    ]
    return found or list(paragraphs)


def first_share(paragraphs: Sequence[str], share: float) -> str:
    text = "\n".join(paragraphs)
    return text[: max(1, round(len(text) * share))]


def per_word(text: str, rng: Random, rate: float, change: Callable[[str, Random], str]) -> str:
    """The text with so many of its words changed."""
    return "".join(_changed(token, rng, change) if rng.random() < rate else token for token in tokens(text))


def _changed(token: str, rng: Random, change: Callable[[str, Random], str]) -> str:
    word = token.rstrip()
    return change(word, rng) + token[len(word) :] if word else token


def mistype(word: str, rng: Random) -> str:
    if len(word) < 2:
        return word + rng.choice("abcdefghij")
    at = rng.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))


def misread(word: str, rng: Random) -> str:
    found = [part for part in _MISREAD if part in word]
    if found and rng.random() < 0.8:
        part = rng.choice(found)
        return word.replace(part, _MISREAD[part], 1)
    at = max(1, len(word) // 2)
    return f"{word[:at]}-\n{word[at:]}" if word[0] < "\u0e00" else chr(ord(word[0]) + 1) + word[1:]


def later(number: str, rng: Random) -> str:
    return str(int(number) + rng.randint(1, 9)) if rng.random() < 0.3 and len(number) < 4 else number


def reworded(sentence: str, rng: Random) -> str:
    words = [_swapped(token) if rng.random() < 0.8 else token for token in tokens(sentence)]
    text = "".join(word for word in words if rng.random() > 0.04)
    if rng.random() < 0.25 and " " in text:
        text = f"{rng.choice(_STARTS)} {text[:1].lower()}{text[1:]}"
    clauses = text.rstrip(".").split(", ")
    if len(clauses) > 2 and rng.random() < 0.3:
        text = ", ".join([*clauses[1:], clauses[0]]) + "."
    return text


def _swapped(token: str) -> str:
    word = token.rstrip()
    return _SYNONYMS.get(word, word) + token[len(word) :]
