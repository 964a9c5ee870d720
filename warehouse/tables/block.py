"""Blocks of a text, which is stored once: as lines, with the kind of each.

A block is a line of its article's text, but for those that hold newlines themselves, which only code does. So
a list of kinds, one for each line, says all that the blocks say, in a hundredth of their size; `continued` is
the kind of a line that goes on with the block before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NEWLINE = "\n"
CONTINUED = "continued"


@dataclass(frozen=True)
class Block:
    """A paragraph-level unit of an article's text.

    `kind` is one of `heading`, `paragraph`, `list_item`, `quote`, `table`, `code`;
    where the page sets it apart, `caption`, `related`, `newsletter`, `author_box`, `pull_quote` or
    `foreign` (before or after the story): these are cut unless the source protects them.
    """

    kind: str
    text: str


def text_of(blocks: Iterable[Block]) -> str:
    """The text that blocks make."""
    return NEWLINE.join(block.text for block in blocks)


def line_kinds_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The kind of each line of the text that blocks make."""
    return tuple(kind for block in blocks for kind in (block.kind, *[CONTINUED] * block.text.count(NEWLINE)))


def blocks_of(text: str, line_kinds: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a text, whose lines have these kinds."""
    found: list[tuple[str, list[str]]] = []
    for line, kind in zip(text.split(NEWLINE), line_kinds, strict=bool(line_kinds)):
        if kind == CONTINUED:
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
    return tuple(Block(kind, NEWLINE.join(lines)) for kind, lines in found)
