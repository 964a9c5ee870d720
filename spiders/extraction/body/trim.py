"""What of the extracted blocks is no text of the article, as the page itself states.

Theory. A page states its title, its dates and sometimes its whole body (JSON-LD `articleBody`, on 10 to 25 %
of news pages). Title and dates stand in fields of their own, so a heading that repeats the title is left
out, even with a kicker run into it, and so is a short line at the head that tells day and year of a date, and
a line at either end that is the authors' names. A
stated body is often cut short; it is believed only as a witness of what does not belong: when it ends where
a block of the extraction ends and knows most of the extraction, then what follows its last block and
is not known at all is `foreign`, headings excepted; between its blocks there may be paragraphs that only the
page shows, so that only the text under a link to another story is `foreign` there. A quote
that other paragraphs have word for word is pulled out of them. A mistake costs a heading or a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from spiders.extraction.authors.names import is_role, names_in
from spiders.extraction.model import ASIDE_KINDS, ExtractedBlock

Blocks = tuple[ExtractedBlock, ...]

GRAM = 4
MIN_STATED_WORDS = 60
KNOWN_SHARE = 0.75
UNKNOWN_BLOCK = 0.3
MIN_TITLE_CHARS = 20
MIN_PULLED_CHARS = 30
MOST_BLOCKS = 1_000
HEAD_BLOCKS = 3
START_CHARS = 30
"""Characters of a block that are looked at before all of it is compared."""
MAX_DATE_CHARS = 60
MAX_BYLINE_CHARS = 100
MAX_DATE_WORDS = 6
"""Words beside day and year: "Published on Friday, 20 November 2026"."""

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


def without_titles(blocks: Blocks, titles: Iterable[str]) -> Blocks:
    """Blocks that do not repeat one of these titles."""
    known = {plain_words(title) for title in titles} - {""}
    long = tuple(title for title in known if len(title) >= MIN_TITLE_CHARS)
    return tuple(
        block
        for index, block in enumerate(blocks)
        if not _is_one_of(known, block.text)
        and not (block.kind == "heading" and index < HEAD_BLOCKS and plain_words(block.text).endswith(long))
    )


def _is_one_of(known: Set[str], text: str) -> bool:
    """Whether a text is one of these plain ones; most are told by the way in which they begin."""
    start = plain_words(text[:START_CHARS])
    return any(title.startswith(start) for title in known) and plain_words(text) in known


def without_dates(blocks: Blocks, dates: Iterable[datetime]) -> Blocks:
    """Blocks without the lines at the head that only tell one of these dates, in any zone."""
    days = {at.date() + timedelta(days=shift) for at in dates for shift in (-1, 0, 1)}
    told = [{day.day, day.year} for day in days]
    return tuple(
        block
        for index, block in enumerate(blocks)
        if not (index < HEAD_BLOCKS < len(blocks) and _tells_date(block.text, told))
    )


def without_bylines(blocks: Blocks, authors: Sequence[str]) -> Blocks:
    """Blocks without the lines at both ends that name these authors and say nothing else."""
    own = [index for index, block in enumerate(blocks) if block.kind not in ASIDE_KINDS]
    ends = {*own[:HEAD_BLOCKS], *own[-HEAD_BLOCKS:]} if len(own) > HEAD_BLOCKS else set[int]()
    known = {name.casefold() for name in authors if not is_role(name)}
    return tuple(
        block for index, block in enumerate(blocks) if not (index in ends and _names_only(block.text, known))
    )


def _names_only(text: str, known: Collection[str]) -> bool:
    lower = text.casefold() if len(text) <= MAX_BYLINE_CHARS else ""
    names = names_in([text]) if any(name.rpartition(" ")[2] in lower for name in known) else ()
    return bool(names) and all(name.casefold() in known for name in names)


def _tells_date(text: str, told: Iterable[set[int]]) -> bool:
    if len(text) > MAX_DATE_CHARS or len(_LETTERS.findall(text)) > MAX_DATE_WORDS:
        return False
    numbers = set(map(int, _NUMBER.findall(text)))
    return any(numbers.issuperset(day) for day in told)


def mark_foreign_blocks(blocks: Blocks, stated_body: str | None) -> Blocks:
    """The blocks, those of kind `foreign` that a complete stated body does not know."""
    stated = _WORD.findall((stated_body or "").casefold())
    if len(stated) < MIN_STATED_WORDS:
        return blocks
    words = [_WORD.findall(block.text.casefold()) if _is_judged(block) else [] for block in blocks]
    if not any(own[-GRAM:] == stated[-GRAM:] for own in words):
        return blocks
    known = _grams(stated)
    shares = [_share(own, known) for own in words]
    total = sum(map(len, words))
    if sum(share * len(own) for share, own in zip(shares, words, strict=True)) < KNOWN_SHARE * total:
        return blocks
    last = max(index for index, own in enumerate(words) if own and shares[index] >= UNKNOWN_BLOCK)
    return tuple(
        replace(block, kind="foreign")
        if shares[index] < UNKNOWN_BLOCK and (index > last or blocks[index - 1].kind == "related")
        else block
        for index, block in enumerate(blocks)
    )


def mark_pull_quotes(blocks: Blocks) -> Blocks:
    """The blocks, those of kind `pull_quote` that quote another block of the same text."""
    if not any(block.kind == "quote" for block in blocks):
        return blocks
    own = [plain_words(block.text) for block in blocks if block.kind not in ASIDE_KINDS]
    return tuple(
        replace(block, kind="pull_quote")
        if block.kind == "quote" and _is_within_another(block, own)
        else block
        for block in blocks
    )


def _is_within_another(block: ExtractedBlock, texts: Sequence[str]) -> bool:
    text = plain_words(block.text)
    return len(text) >= MIN_PULLED_CHARS and any(
        text in other and text != other for other in texts[:MOST_BLOCKS]
    )


def _is_judged(block: ExtractedBlock) -> bool:
    return block.kind != "heading" and block.kind not in ASIDE_KINDS


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(GRAM)), strict=False))


def _share(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    """Share of a block's 4-grams that are known; of a block under four words, all."""
    own = _grams(words)
    return len(own & known) / len(own) if own else 1.0


def plain_words(text: str) -> str:
    """The words of a text without case and punctuation."""
    return " ".join(_WORD.findall(text.casefold()))
