"""Notes in which a page says that it was corrected, clarified, updated or withdrawn. Pure.

Observed: desks print them as a paragraph of their own, above or below the story, in set phrases: a word
that names the note, a colon, dash, bracket or date after it ("Correction:", "Mis à jour le 3", "【訂正】"),
or a sentence about "an earlier version of this article". The rule: of the first HEAD and last TAIL blocks,
those that open with such a word, or hold such a phrase and are no longer than LONGEST. What a site repeats is
gone before ("Corrections: write to us"), and a block that invites readers to report errors is none.

Exceptions: a note in the middle of a story, a desk's own word for it, a note shown as an image. A note that
is missed calls an announced correction silent; a sentence taken for a note does the reverse.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType

from dedupe.blocks import lowered

HEAD = 4
TAIL = 6
LONGEST = 700
_ON = "am|um|on|at|le|à|du|el|del|a las|em|às|il|alle|op|om|den|kl|dnia|от|в|pada"
_AFTER = rf"\s*(?:[:：\-–—\]】)）>|.]|\(|（|(?:(?:{_ON})\.?\s+)?\d|,[^:：]{{1,25}}\d{{4}}[:：]|$)"
_BEFORE = r"^[\s*_\[【(（■▼◆※<＜・•]*"


NoteKinds = Mapping[str, str | None]
"""What blocks of a text are, by the block: a kind of note, or None."""


@dataclass(frozen=True)
class Note:
    """`kind` is a flag of `articles`: correction, clarification, update, retraction or editors_note."""

    kind: str
    text: str


def notes_of(lines: Sequence[str], known: NoteKinds = MappingProxyType({})) -> tuple[Note, ...]:
    """The notes at the head and the tail of a text, in its order; `lines` are its blocks, some `known`."""
    kinds = ((line, known[line] if line in known else _kind(line)) for line in _at_ends(lines))
    return tuple(Note(kind, line) for line, kind in kinds if kind)


def note_kinds(lines: Sequence[str]) -> NoteKinds:
    """Of each line where a text's notes stand, which it is; it takes a tenth of a millisecond a line."""
    return {line: _kind(line) for line in _at_ends(lines)}


def _at_ends(lines: Sequence[str]) -> Sequence[str]:
    return lines if len(lines) <= HEAD + TAIL else [*lines[:HEAD], *lines[-TAIL:]]


def _kind(line: str) -> str | None:
    if len(line) > LONGEST:
        return None
    text = lowered(line)
    if not _wording(_ANY).is_in(text) or _wording("invitation").is_in(text):
        return None
    return next(kind for kind in _KINDS if _wording(kind).is_in(text))


_KINDS = ("retraction", "correction", "clarification", "update", "editors_note")
_ANY = "any"


class _Wording:
    """What a note opens with, or says, looked for in lower case.

    A search that begins with a border of words (`\\b`) stops at every character; without, most are passed
    over, and a fifth of the time finds the few lines in which it is worth looking.
    """

    def __init__(self, openings: Sequence[str] = (), phrases: Sequence[str] = ()) -> None:
        longest = sorted(openings, key=len, reverse=True)
        self._opening = re.compile(f"{_BEFORE}(?:{'|'.join(longest)}){_AFTER}") if openings else None
        self._likely = re.compile("|".join(phrase.removeprefix(r"\b") for phrase in phrases))
        self._phrases = phrases

    @cached_property
    def _phrase(self) -> re.Pattern[str]:
        return re.compile("|".join(self._phrases))

    def is_in(self, text: str) -> bool:
        """Whether a text in lower case has it."""
        if self._opening and self._opening.match(text):
            return True
        if not self._phrases or not self._likely.search(text):
            return False
        return bool(self._phrase.search(text))


@cache
def _wording(name: str) -> _Wording:
    """That of a kind, of any, or of what invites readers to report errors; made when first needed."""
    table = _table()
    if name != _ANY:
        return _Wording(**table[name])
    of_any = {
        part: [wording for kind in _KINDS for wording in table[kind].get(part, [])]
        for part in ("openings", "phrases")
    }
    return _Wording(**of_any)


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((files("flows.cleaning") / "correction_notes.toml").read_text(encoding="utf-8"))
