"""Which blocks of a text are the site's and not the story's.

Theory. What a site shows under, over and between its stories is repeated from story to story, in a run at the
tail or the head more often than alone between paragraphs. A page says by itself what is no part of its text
(captions, links to other stories, pitches: `Passage.is_aside`), and a few phrases are known. The evidence:

    votes       stories of the site that carried the block
    + 1         the block has a cue phrase (see `phrases`)
    + 11        the whole block is a label of what is not the story ("Read more", "Advertisement")
    + 11        the page sets the block apart from its text
    - 1         it stands alone between paragraphs of the story

and a block is cut when its evidence reaches the site's threshold (`SiteModel`, 2 to 10), votes alone
counting from the second on. Blocks under SHORT characters ("Photo: Getty", a subheading) repeat by chance:
they are cut only within a run of such blocks that reaches the head or the tail or holds a long one. The
fixed phrases of comment forms, credits and copyright lines are cut at the tail without repetition. Bylines
and datelines stay. A text that would be left with fewer than MIN_WORDS stays whole, but for what the page
sets apart: then the model is wrong about this page, or there is no story in it. Where it is a report by a
template (weather, the close of the market), some of the site's stories repeat it, and most of them the
promos: what IN_MOST of the stories carry is cut first, and where enough is left, the rest stays. No cap on
the share that is cut: in some outlets promos are two thirds of the page.

Rejected: a cap on the share; vocabulary, and link density below nine tenths, as signals (they did not
separate); exact position (promos wander). A mistake costs a paragraph; it is kept in `removed_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dedupe.blocks.model import SiteModel
from dedupe.blocks.passage import Passage
from dedupe.blocks.suspect import NO_HINTS, Hints, Suspect, has_phrase, suspect

MIN_WORDS = 25

IN_MOST = 0.5


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
    """The blocks to cut from one text; `kept_whole`: too many repeat, so none is cut for that, or only those
    that most stories of the site carry."""

    cuts: tuple[Cut, ...]
    kept_whole: bool = False


def cut(
    passages: Sequence[Passage], model: SiteModel, authors: Sequence[str] = (), hints: Hints = NO_HINTS
) -> Cutting:
    """Which of a text's blocks to cut. `model` counts the text's own story too."""
    asides = {index for index, found in enumerate(passages) if _is_cut_as_aside(found, hints)}
    own = [index for index in range(len(passages)) if index not in asides]
    texts = [passages[index] for index in own]
    repeated = _repeated(texts, model, authors, hints)
    kept_whole = not _leaves_a_text(texts, repeated)
    if kept_whole:
        repeated = tuple(found for found in repeated if found.stories > IN_MOST * model.stories)
    cuts = [_aside_cut(index, passages, model) for index in asides]
    if _leaves_a_text(texts, repeated):
        cuts += [replace(found, position=own[found.position]) for found in repeated]
    return Cutting(tuple(sorted(cuts, key=lambda found: found.position)), kept_whole)


def positions(cuts: Iterable[Cut]) -> set[int]:
    """Indexes of the blocks that are cut."""
    return {found.position for found in cuts}


def _leaves_a_text(texts: Sequence[Passage], cuts: Sequence[Cut]) -> bool:
    """Whether enough words are left; where nothing is cut, whatever there was."""
    gone = positions(cuts)
    left = sum(passage.word_count for index, passage in enumerate(texts) if index not in gone)
    return not cuts or left >= MIN_WORDS


def _is_cut_as_aside(passage: Passage, hints: Hints) -> bool:
    return passage.is_aside and not has_phrase(passage.text, hints.protected)


def _aside_cut(index: int, passages: Sequence[Passage], model: SiteModel) -> Cut:
    place = _place(index, index, len(passages))
    fingerprint = passages[index].fingerprint
    reason = f"set apart by the page, {place}"
    return Cut(index, place, passages[index].kind, reason, model.votes(fingerprint), fingerprint)


def _repeated(
    texts: Sequence[Passage], model: SiteModel, authors: Sequence[str], hints: Hints
) -> tuple[Cut, ...]:
    """Cuts among the blocks that nothing sets apart."""
    judged = (suspect(index, passage, model, authors, hints) for index, passage in enumerate(texts))
    suspects = [found for found in judged if found]
    return tuple(found for run in _runs(suspects) for found in _cut_run(run, len(texts), model))


def _runs(suspects: Iterable[Suspect]) -> Iterator[list[Suspect]]:
    """Unbroken runs of suspects, which come in reading order."""
    run: list[Suspect] = []
    for found in suspects:
        if run and run[-1].index + 1 != found.index:
            yield run
            run = []
        run.append(found)
    if run:
        yield run


def _cut_run(run: list[Suspect], count: int, model: SiteModel) -> Iterator[Cut]:
    place = _place(run[0].index, run[-1].index, count)
    if place == "between":
        needed = model.needed + (len(run) == 1)
        run = [found for found in run if found.evidence is not None and found.evidence >= needed]
        if all(found.short and found.kind == "repeated" for found in run):
            return
    elif place == "head":
        run = [found for found in run if found.evidence is not None]
    for found in run:
        reason = f"{found.signals}, {place}"
        yield Cut(found.index, place, found.kind, reason, found.votes, found.fingerprint)


def _place(first: int, last: int, count: int) -> str:
    """Where a run of blocks stands among `count`."""
    return "tail" if last == count - 1 else "head" if first <= 1 else "between"
