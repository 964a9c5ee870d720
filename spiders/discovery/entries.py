"""Where the entries of an XML document begin and end, without parsing it.

Observed: one broken entry (an HTML tag left open in a description, a stray `<`) lets a parser that goes on
close the wrong elements from there to the end, and one that does not stops. The rule: entries are cut out by
their own tags, comments and CDATA sections passed over, so that whatever is wrong in one stays there. An
entry that the next one begins within has lost its end tag and ends there; one that the document's end cuts
off is left out, because its URL may be cut off too.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spiders.discovery.links import UnreadableDocument
from warehouse.values import FetchReason

MAX_ENTRIES = 500_000
MAX_DEPTH = 256


@dataclass
class Entries:
    """Offsets of the entries of a document; `is_cut_off` where its end is missing."""

    starts: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))
    is_cut_off: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)


def find_entries(document: bytes, names: Iterable[str], url: str) -> Entries:
    """The elements of one of the local names; all are named like the first of them.

    Raises UnreadableDocument (`too_deep`, `too_large`).
    """
    entries = Entries()
    name, opened_at, nested = None, -1, 0
    for found, end in _tags(document, names):
        name = name or found["name"].lower()
        if found["name"].lower() != name:
            continue
        if opened_at >= 0:
            entries.add(opened_at, end if found["closes"] else found.start())
        if found["empty"]:
            entries.add(found.start(), end)
        is_whole = found["closes"] or found["empty"]
        nested = 0 if is_whole else nested + (opened_at >= 0)
        opened_at = -1 if is_whole else found.start()
        if nested > MAX_DEPTH:
            raise UnreadableDocument(url, FetchReason.TOO_DEEP, "elements are nested too deeply")
        if len(entries) > MAX_ENTRIES:
            raise UnreadableDocument(url, FetchReason.TOO_LARGE, f"more than {MAX_ENTRIES} entries")
    entries.is_cut_off = opened_at >= 0
    return entries


def _tags(document: bytes, names: Iterable[str]) -> Iterator[tuple[re.Match[bytes], int]]:
    """Start and end tags of the names outside of comments and CDATA sections, with the end of end tags.

    What is opened and nowhere closed is no section. It is looked for once, or many would take minutes.
    """
    either = "|".join(names)
    markup = (
        rf"<(?:(?P<section>!--|!\[CDATA\[)"
        rf"|(?P<closes>/?)(?P<name>(?:[\w.-]+:)?(?:{either}))(?:(?P<empty>(?:\s[^<>]{{0,2000}}+)?(?<=/)>|/>)|(?=[\s/>])))"
    )
    pattern = re.compile(markup.encode(), re.IGNORECASE)
    position, missing = 0, set()
    while found := pattern.search(document, position):
        position = found.end()
        mark = _ENDS.get(found["section"], b">" if found["closes"] else b"")
        if mark and mark not in missing:
            end = document.find(mark, position)
            position = end + len(mark) if end >= 0 else position
            missing |= {mark} if end < 0 else set()
        if not found["section"]:
            yield found, position


_ENDS = {b"!--": b"-->", b"![CDATA[": b"]]>", b"![cdata[": b"]]>"}
