"""Whether what two texts share is what an outlet says to its reader, and no story.

Observed: the first 120 words of a news story speak to the reader once in two hundred: SPOKEN of the words
outside of quotation marks are "we", "you", "subscribe" and the like, and no SILENCE words in a row are
without. Of posts one in ten does, of pleas, footers and promos nearly all. So two briefs under one head of
thrice their length are told from one brief that two outlets end in promos, which look the same otherwise:
what they share speaks, or what they do not.

The rule: what is shared speaks, and each text has one story of its own: OWN_WORDS and OWN_SHARE of it,
speaking half as often at most, with other subjects. Beside it only one text may have something of its own, at
one end: lines by which the head or footer grew. What is shared by fewer than LINE_WORDS in a row does not
part a story.

Exceptions: a head in the third person ("is published by a trust") tells nothing, nor does a footer that grew
between a story and itself in scripts without subjects (`traits`). A post that speaks to its readers is taken
for a head where two outlets add a silent paragraph each at one end: of posts of 150 words one in ten, of 300
one in a hundred; an author's box is shorter than OWN_SHARE of a column.
Tried: every such pair whatever else it has of its own: digests and merged copies of posts fell apart (F1 of
edited stories .9882 to .9875).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedupe.articles.decision.compare import Overlap
from dedupe.articles.decision.gaps import Marks
from dedupe.articles.decision.overlap_side import OverlapSide
from dedupe.articles.text.traits import LONG, QUOTED

SPOKEN = 0.04
FEWEST_SPOKEN = 2
SILENCE = 50
OWN_WORDS = 20
OWN_SHARE = 0.12
LINE_WORDS = 10
SUBJECTS_RECUR = 0.2


def only_speech(overlap: Overlap) -> bool:
    """Whether both texts have a story of their own, and share what speaks to the reader around it."""
    sides = overlap.a, overlap.b
    if any(side.length - side.shared < max(OWN_WORDS, OWN_SHARE * side.length) for side in sides):
        return False
    if not all(_speaks(side, side.marks) for side in sides):
        return False
    own = [list(_parts(~side.runs(LINE_WORDS))) for side in sides]
    return min(map(len, own)) == 1 and all(map(_are_a_story, sides, own))


def ends_in_speech(overlap: Overlap) -> bool:
    """Whether what follows the shared words speaks to the reader in either text, and these do not."""
    sides = overlap.a, overlap.b
    shared = [np.arange(len(side.marks)) < side.end for side in sides]
    return any(_speaks(side, ~part) for side, part in zip(sides, shared, strict=True)) and not any(
        map(_speaks, sides, shared)
    )


def _are_a_story(side: OverlapSide, own: list[Marks]) -> bool:
    """Whether a text's own parts are one story, and at most one more at an end."""
    within = [part for part in own if not (part[0] or part[-1])]
    stories = within or [part for part in own if _is_story(side, part)]
    return len(own) <= 2 and len(stories) == 1 and _is_story(side, stories[0])


def _is_story(side: OverlapSide, part: Marks) -> bool:
    if side.text.weight[part].sum() < max(OWN_WORDS, OWN_SHARE * side.length):
        return False
    if _spoken(side, part) > _spoken(side, side.marks) / 2:
        return False
    subjects = side.facts(LONG, part)
    return len(subjects & side.facts(LONG, side.marks)) <= SUBJECTS_RECUR * len(subjects)


def _speaks(side: OverlapSide, part: Marks) -> bool:
    """Whether a part of a text speaks to the reader throughout."""
    told = part & _is_told(side)
    spoken, before = side.text.spoken[told], np.cumsum(side.text.weight[told])
    if np.count_nonzero(spoken) < FEWEST_SPOKEN or _spoken(side, part) < SPOKEN:
        return False
    return bool(np.diff(before[spoken], prepend=0, append=before[-1]).max() <= SILENCE)


def _spoken(side: OverlapSide, part: Marks) -> float:
    """The share of the words of a part, outside of quotation marks, that speak to the reader."""
    told = side.text.weight * (part & _is_told(side))
    return float(told[side.text.spoken].sum() / max(told.sum(), 1))


def _is_told(side: OverlapSide) -> Marks:
    told: Marks = (side.text.traits & QUOTED) == 0
    return told


def _parts(marks: Marks) -> Iterator[Marks]:
    """Each run of LINE_WORDS words and more that are marked."""
    places = np.arange(len(marks))
    edges = np.flatnonzero(np.diff(marks, prepend=False, append=False))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= LINE_WORDS:
            yield (places >= begin) & (places < end)
