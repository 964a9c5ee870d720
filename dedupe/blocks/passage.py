"""A block of a page, as the block model takes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A paragraph-level unit of a page.

    `kind` is the page's structural kind, `link_density` the share of letters that are link text. `is_aside`:
    the page itself sets it apart from its text, as it does captions and links to other stories.
    """

    text: str
    kind: str = "paragraph"
    link_density: float = 0.0
    is_aside: bool = False
