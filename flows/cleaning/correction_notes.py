"""Notes in which a page says that it was corrected, clarified, updated or withdrawn. Pure.

Observed: desks print them as a paragraph of their own, above or below the story, in set phrases: a word
that names the note, a colon, dash or bracket after it ("Correction:", "Rectificatif –", "【訂正】"), or a
sentence about "an earlier version of this article". The rule: of the first HEAD and last TAIL blocks, those
that open with such a word, or hold such a phrase and are no longer than LONGEST. What a site repeats is
gone before ("Corrections: write to us"), and a block that invites readers to report errors is none.

Exceptions: a note in the middle of a story, a desk's own word for it, a note shown as an image. A note that
is missed calls an announced correction silent; a sentence taken for a note does the reverse.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HEAD = 4
TAIL = 6
LONGEST = 700
_AFTER = r"\s*(?:[:：\-–—\]】)）>|.]|\(|（|\d|$)"
_BEFORE = r"^[\s*_\[【(（■▼◆※<＜・•]*"


@dataclass(frozen=True)
class Note:
    """`kind` is a flag of `articles`: correction, clarification, update, retraction or editors_note."""

    kind: str
    text: str


def notes_of(lines: Sequence[str]) -> tuple[Note, ...]:
    """The notes at the head and the tail of a text, in its order; `lines` are its blocks."""
    at_ends = lines if len(lines) <= HEAD + TAIL else [*lines[:HEAD], *lines[-TAIL:]]
    return tuple(_notes(at_ends))


def _notes(lines: Sequence[str]) -> Iterator[Note]:
    for line in lines:
        if len(line) <= LONGEST and not _patterns()["invitation"].search(line):
            kind = next((kind for kind in _KINDS if _patterns()[kind].search(line)), None)
            if kind:
                yield Note(kind, line)


_KINDS = ("retraction", "correction", "clarification", "update", "editors_note")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """By kind: what a note of it opens with, or says."""
    table = tomllib.loads((files("flows.cleaning") / "correction_notes.toml").read_text(encoding="utf-8"))
    patterns = {"invitation": re.compile("|".join(table["invitation"]["phrases"]), re.IGNORECASE)}
    for kind in _KINDS:
        opening = "|".join(sorted(table[kind]["openings"], key=len, reverse=True))
        said = [f"{_BEFORE}(?:{opening}){_AFTER}", *table[kind].get("phrases", [])]
        patterns[kind] = re.compile("|".join(said), re.IGNORECASE)
    return patterns
