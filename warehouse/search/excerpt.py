"""The part of a text that shows why it was found."""

from __future__ import annotations

from warehouse.search.terms import terms

LENGTH = 160
SHORTENED = 20
"""Characters that either end may lose so that no word is cut; scripts without spaces are cut anywhere."""


def excerpt(text: str, query: str, length: int = LENGTH) -> str:
    """The line of `text` with the most words of `query`, cut to `length` characters around the first."""
    wanted = set(terms(query))
    line = max(text.splitlines() or [""], key=lambda line: len(wanted.intersection(terms(line))))
    if len(line) <= length:
        return line
    start = max(0, _first_match(line, wanted) - length // 3)
    end = start + length
    if start:
        start = line.find(" ", start - 1, start + SHORTENED) + 1 or start
    if end < len(line):
        space = line.rfind(" ", end - SHORTENED, end + 1)
        end = end if space < 0 else space
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _first_match(line: str, wanted: set[str]) -> int:
    """Where the first wanted word stands, by the words before it; 0 if nowhere."""
    position = 0
    for word in line.split(" "):
        if wanted.intersection(terms(word)):
            return position
        position += len(word) + 1
    return 0
