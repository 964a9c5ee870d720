"""A block of a page, as the block model takes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dedupe.blocks.fingerprint import fingerprint_of, template
from dedupe.blocks.phrases import cue


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

    @cached_property
    def fingerprint(self) -> int:
        """The key by which it is the same as others."""
        return fingerprint_of(self.text)

    @cached_property
    def template(self) -> int | None:
        """Its template, where it has a cue phrase: paragraphs of news may begin and end alike, too."""
        wording = template(self.text)
        return wording if wording and cue(self.text) else None
