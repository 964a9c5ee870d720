"""What speaks for a block being the site's: the signals of one block, weighed as `decide` states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dedupe.blocks.model import MOST, SiteModel
from dedupe.blocks.passage import Passage
from dedupe.blocks.phrases import cue, is_byline

SHORT = 40
LABEL = MOST + 1
"""Evidence of a label: enough for any site, even between paragraphs."""
PINNED = 1_000_000
"""Evidence that passes everywhere."""


@dataclass(frozen=True)
class Hints:
    """What the operator knows of a site: blocks with a pinned phrase are cut, with a protected one kept."""

    pinned: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()


NO_HINTS = Hints()


@dataclass(frozen=True)
class Suspect:
    """A block that may belong to the site. `evidence` is None for a phrase that counts at the tail only."""

    index: int
    fingerprint: int
    votes: int
    evidence: int | None
    kind: str
    signals: str
    short: bool


def suspect(
    index: int, passage: Passage, model: SiteModel, authors: Sequence[str], hints: Hints
) -> Suspect | None:
    """The block as a suspect; None where too little speaks against it."""
    text, fingerprint, manner = passage.text, passage.fingerprint, ""
    votes = model.votes(fingerprint)
    if votes < 2 and (wording := passage.template) and model.votes(wording) >= 2:
        fingerprint, votes, manner = wording, model.votes(wording), " in other words"
    if votes < 2 and not (passage.label or passage.form or hints.pinned):  # nearly all blocks
        return None

    def found(evidence: int | None, kind: str, signals: str) -> Suspect:
        return Suspect(index, fingerprint, votes, evidence, kind, signals, len(text) < SHORT)

    if has_phrase(text, hints.pinned):
        return found(PINNED, "promo", "pinned in the source's table")
    if has_phrase(text, hints.protected) or is_byline(text, authors):
        return None
    if kind := passage.label:
        return found(LABEL, kind, f"known phrase ({kind})")
    if votes >= 2 and votes + 1 >= model.needed:
        cued = cue(text)
        if votes + (cued is not None) >= model.needed:
            signals = f"repeated in {votes} of {model.stories} stories{manner}"
            signals = f"{cued} phrase, {signals}" if cued else signals
            return found(votes + (cued is not None), cued or "repeated", signals)
    if form := passage.form:
        return found(None, form, f"known phrase ({form})")
    return None


def has_phrase(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text holds one of the phrases, in any case of letters."""
    return bool(phrases) and any(phrase.casefold() in text.casefold() for phrase in phrases)
