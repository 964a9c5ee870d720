"""Which blocks of a text are the site's and not the story's.

Theory. What a site shows under, over and between its stories is repeated from story to story, in a run at
the tail or the head more often than alone between paragraphs. The evidence is counted in stories:

    votes       stories of the site that carried the block
    + 1         the block has a cue phrase (see `phrases`)
    - 1         it stands alone between paragraphs of the story

and a block is cut when votes are at least 2 and the evidence reaches the site's threshold (`SiteModel`).
Blocks under SHORT characters ("Photo: Getty", a subheading) repeat by chance: they are cut only within a
run of such blocks that reaches the head or the tail or holds a long one. The fixed phrases of comment
forms and copyright lines are cut at the tail without repetition. Bylines and datelines stay. A text that
would be left with fewer than MIN_WORDS stays whole: then the model is wrong about this page, or there is
no story in it. No cap on the share that is cut: in some outlets promos are two thirds of the page.

Rejected: a cap on the share; link density and vocabulary as signals (they did not separate); exact
position (promos wander). A mistake costs a paragraph of a story; it is kept in `removed_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dedupe.blocks.fingerprint import fingerprint, words
from dedupe.blocks.model import SiteModel
from dedupe.blocks.phrases import cue, form_phrase, is_byline

SHORT = 40
MIN_WORDS = 25
PINNED = 1_000_000
"""Evidence that passes everywhere."""


@dataclass(frozen=True)
class Cut:
    """One block to be cut: its index, where it stands, its kind and the signals that decided."""

    position: int
    place: str
    kind: str
    reason: str
    stories: int
    fingerprint: int


@dataclass(frozen=True)
class Cutting:
    """The blocks to cut from one text; `kept_whole` when they were too many and none is cut."""

    cuts: tuple[Cut, ...]
    kept_whole: bool = False


@dataclass(frozen=True)
class _Suspect:
    """A block that may belong to the site. `evidence` is None for a phrase that needs none."""

    index: int
    mark: int
    votes: int
    evidence: int | None
    kind: str
    short: bool


@dataclass(frozen=True)
class Hints:
    """What the operator knows of a site: blocks with a pinned phrase are cut, with a protected one kept."""

    pinned: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()


NO_HINTS = Hints()


def cut(
    texts: Sequence[str], model: SiteModel, authors: Sequence[str] = (), hints: Hints = NO_HINTS
) -> Cutting:
    """Which of a text's blocks to cut. `model` counts the text's own story too."""
    suspects = {
        index: found
        for index, text in enumerate(texts)
        if (found := _suspect(index, text, model, authors, hints))
    }
    cuts = tuple(found for run in _runs(suspects) for found in _cut_run(run, len(texts), model))
    positions = {found.position for found in cuts}
    left = sum(len(words(text)) for index, text in enumerate(texts) if index not in positions)
    if cuts and left < MIN_WORDS:
        return Cutting((), kept_whole=True)
    return Cutting(cuts)


def _suspect(
    index: int, text: str, model: SiteModel, authors: Sequence[str], hints: Hints
) -> _Suspect | None:
    mark = fingerprint(text)
    votes = model.votes(mark)
    short = len(text) < SHORT
    if _has(text, hints.pinned):
        return _Suspect(index, mark, votes, PINNED, "promo", short)
    if _has(text, hints.protected) or is_byline(text, authors):
        return None
    if votes >= 2:
        kind = cue(text)
        evidence = votes + (kind is not None)
        if evidence >= model.needed:
            return _Suspect(index, mark, votes, evidence, kind or "repeated", short)
    if form := form_phrase(text):
        return _Suspect(index, mark, votes, None, form, short)
    return None


def _has(text: str, phrases: Sequence[str]) -> bool:
    return bool(phrases) and any(phrase.casefold() in text.casefold() for phrase in phrases)


def _runs(suspects: dict[int, _Suspect]) -> Iterator[list[_Suspect]]:
    """Unbroken runs of suspects, in reading order."""
    run: list[_Suspect] = []
    for index, suspect in sorted(suspects.items()):
        if run and run[-1].index + 1 != index:
            yield run
            run = []
        run.append(suspect)
    if run:
        yield run


def _cut_run(run: list[_Suspect], count: int, model: SiteModel) -> Iterator[Cut]:
    place = "tail" if run[-1].index == count - 1 else "head" if run[0].index <= 1 else "between"
    if place == "between":
        needed = model.needed + (len(run) == 1)
        run = [suspect for suspect in run if suspect.evidence is not None and suspect.evidence >= needed]
        if all(suspect.short and suspect.kind == "repeated" for suspect in run):
            return
    elif place == "head":
        run = [suspect for suspect in run if suspect.evidence is not None]
    for suspect in run:
        yield Cut(
            suspect.index, place, suspect.kind, _reason(suspect, place, model), suspect.votes, suspect.mark
        )


def _reason(suspect: _Suspect, place: str, model: SiteModel) -> str:
    if suspect.evidence is None:
        return f"known phrase ({suspect.kind}), {place}"
    if suspect.evidence == PINNED:
        return f"pinned in the source's table, {place}"
    cued = "" if suspect.kind == "repeated" else f", {suspect.kind} phrase"
    return f"repeated in {suspect.votes} of {model.stories} stories, {place}{cued}"
