"""The types of pages, and a judgement with the evidence that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PageType(StrEnum):
    """What a page is. The value of every type but ARTICLE and WALL is a reason of a rejection."""

    ARTICLE = "article"
    LISTING = "listing"
    """Links to articles, with or without excerpts: a tag, a category, an author, a month, a search."""
    FRONT_PAGE = "front_page"
    STATIC_PAGE = "static_page"
    """A text of the site about itself: about, contact, terms, documentation."""
    MEDIA = "media"
    """A picture or a video, with no text but its caption."""
    FORM = "form"
    STUB = "stub"
    """A page that only sends its reader on."""
    ERROR_PAGE = "soft_404"
    WALL = "wall"


@dataclass(frozen=True)
class Clue:
    """One piece of evidence: what it speaks for, with which weight, and what was seen."""

    speaks_for: PageType
    weight: int
    seen: str

    def __str__(self) -> str:
        return f"{self.seen} (+{self.weight} {self.speaks_for.value.replace('_', ' ')})"


@dataclass(frozen=True)
class Judgement:
    """What a page is judged to be, and every clue that was weighed."""

    type: PageType
    clues: tuple[Clue, ...]

    @property
    def detail(self) -> str:
        """The clues that speak for the type, the heaviest first, in one line."""
        mine = sorted(
            (clue for clue in self.clues if clue.speaks_for is self.type), key=lambda clue: -clue.weight
        )
        return "; ".join(clue.seen for clue in mine)[:300]
