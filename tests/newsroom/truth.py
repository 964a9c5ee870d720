"""What is true of a page, for tests and evaluation to compare with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PageTruth:
    """One URL that the newsroom links, and what should become of it.

    `expected` is article, variant (AMP or print: the same article as `canonical_url`), moved (a redirect
    to it), rejected, failed or blocked; `reason` is the wall or odd kind. `edit` tells an original ("own")
    from a wire copy (verbatim, trimmed, localised, excerpt): pages of one `story_id` but different
    `canonical_url` are copies of each other. `paragraphs` is the story, `promos` what must be cut.
    """

    url: str
    canonical_url: str
    outlet: str
    expected: str
    reason: str = ""
    story_id: str = ""
    edit: str = "own"
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    promos: tuple[str, ...] = ()
    wall: str = "none"
    language: str = ""
    authors: tuple[str, ...] = ()
