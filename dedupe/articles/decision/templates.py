"""Templates as third texts show them. Pure.

Observed: two reports by one template may differ in two or three single words, or answer three of five
questions alike by chance; of the two alone nothing more can be told. But there are more reports by that
template, and most of these were refused, since they happen to differ in more. What third texts have in
common with a report is the template; what is left is what the report says. A copy says the same: under
another title, cut or misread, most of it is there.

The rule: *look-alikes* of a text share enough with it to be copies and were refused for their facts, answers
or phrases. Where there are LEAST of which none copies another, and as many as it has copies (a story that a
crowd carries has misread copies, too), LOOKED_AT of them are held against it, and words that half of these
share with it are the template's. What one of two texts looks like is held against the other, too: it may have
met none. Between places that are filled in close to each other, words of the template are not shared either,
so what HAD_BY of them have anywhere is left out once, too (half of them have one of ten names by chance). Two
texts are copies only where one of them has SAID_BY_BOTH of the other's own words, and FACTS_OF_BOTH of its
own names and numbers, where it has LEAST_FACTS, both ways of telling its own words.

And they must not be *filled in otherwise*: FILLED words of either text's own, and FILLED_OTHERWISE of them,
are not in the other, and of the template's words FILLED_MORE times as few. Who edits, cuts or misreads a
report spoils the template's words as often as its own (at most two and a half times as few, of 120 such
copies); of two reports only their own words differ.

Exceptions: a template of which every two reports pass for copies has no look-alikes. Edited copies that were
refused as a pair for their facts (a scanner's errors) look like reports by a template; a story has seldom
LEAST of them.
Tried: two look-alikes (edited copies: F1 .9736 for .9748), what a third text shares weighed by how many share
it (no better), half of the own words (interviews whose answers coincide pass).

A mistake costs: a pair of edited copies that is missed, and found through the original; or a report that is
hidden behind another one, as before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.compare import Overlap, compare
from dedupe.articles.decision.overlap_side import OverlapSide
from dedupe.articles.decision.prepare import Text
from dedupe.articles.text.traits import NAME, NUMBER

Marks = npt.NDArray[np.bool_]

OwnWords = tuple[Marks, ...]

LOOKED_AT = 16
LEAST = 3
SAID_BY_BOTH = 0.6
LEAST_FACTS = 2
FACTS_OF_BOTH = 0.5
SHARED_BY, HAD_BY = 0.5, 0.6
"""The share of look-alikes that have a template's word in a shared run, or anywhere."""

FILLED = 2
FILLED_OTHERWISE = 0.2
FILLED_MORE = 3


def own_words(text: Text, look_alikes: Sequence[Text]) -> OwnWords:
    """Which words are the text's own, not its template's: those that it does not share with SHARED_BY of the
    look-alikes, and those that HAD_BY have nowhere. Empty where too few show what that is."""
    if len(look_alikes) < LEAST:
        return ()
    shared = sum(compare(text, other).a.marks.astype(np.int32) for other in look_alikes)
    had = sum(np.isin(text.hashes, other.hashes).astype(np.int32) for other in look_alikes)
    least = ((shared, SHARED_BY), (had, HAD_BY))
    return tuple(
        own
        for count, share in least
        if (own := np.asarray(count < max(LEAST, share * len(look_alikes)))).any()
    )


def say_the_same(overlap: Overlap, own: tuple[OwnWords, OwnWords]) -> bool:
    """Whether one of two texts has most of what the other says for itself, as far as that is known."""
    a, b = overlap.a, overlap.b
    said = [
        all(_is_said_by(side, words, other) for words in of_side)
        for side, of_side, other in zip((a, b), own, (b, a), strict=True)
        if of_side
    ]
    return (not said or any(said)) and not _filled_otherwise(overlap, own)


def _filled_otherwise(overlap: Overlap, own: tuple[OwnWords, OwnWords]) -> bool:
    """Whether the texts differ in what they say for themselves, and hardly in the words of the template."""
    differ = [
        _differs_in_own(shared, of_side[-1])
        for shared, of_side in zip(overlap.finely, own, strict=True)
        if of_side
    ]
    return bool(differ) and all(differ)


def _differs_in_own(shared: Marks, own: Marks) -> bool:
    """Whether own words of a text are missing in the other one much more often than its template's."""
    if own.all() or np.count_nonzero(own & ~shared) < FILLED:
        return False
    of_own, of_template = 1 - shared[own].mean(), 1 - shared[~own].mean()
    return bool(of_own >= max(FILLED_OTHERWISE, FILLED_MORE * of_template))


def _is_said_by(side: OverlapSide, own: Marks, other: OverlapSide) -> bool:
    """Whether another text has what a text says for itself."""
    if side.marks[own].mean() < SAID_BY_BOTH:
        return False
    facts = side.facts(NAME | NUMBER, own)
    said = facts.intersection(other.text.facts.tolist())
    return len(facts) < LEAST_FACTS or len(said) >= FACTS_OF_BOTH * len(facts)
