"""Templates as third texts show them. Pure.

Observed: two reports by one template may differ in two or three single words, or answer three of five
questions alike by chance; of the two alone nothing more can be told. But there are more reports by that
template, and most of these were refused, since they happen to differ in more. What third texts have in
common with a report is the template; what is left is what the report says. A copy says the same: under
another title, cut or misread, most of it is there.

The rule: *look-alikes* of a text share enough with it to be copies and were refused for their facts, answers
or phrases. Where there are LEAST of which none copies another, and as many as it has copies (a story that a
crowd carries has misread copies, too), LOOKED_AT of them are held against it, and words that half of these
share with it are the template's. Between places that are filled in close to each other, words of the template
are not shared either, so what half of them have anywhere is left out once, too. Two texts are copies only
where one of them has SAID_BY_BOTH of the other's own words, and FACTS_OF_BOTH of its own names and numbers,
where it has LEAST_FACTS, both ways of telling its own words.

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

from dedupe.articles.decision.compare import Overlap, OverlapSide, Text, compare
from dedupe.articles.text.traits import NAME, NUMBER

Marks = npt.NDArray[np.bool_]

OwnWords = tuple[Marks, ...]

LOOKED_AT = 16
LEAST = 3
SAID_BY_BOTH = 0.6
LEAST_FACTS = 2
FACTS_OF_BOTH = 0.5


def own_words(text: Text, look_alikes: Sequence[Text]) -> OwnWords:
    """Which words are the text's own, not its template's: those that it does not share with most look-alikes,
    and those that most have nowhere. Empty where too few show what that is."""
    if len(look_alikes) < LEAST:
        return ()
    shared = sum(compare(text, other).a.marks.astype(np.int32) for other in look_alikes)
    had = sum(np.isin(text.hashes, other.hashes).astype(np.int32) for other in look_alikes)
    most = max(LEAST, len(look_alikes) / 2)
    return tuple(own for count in (shared, had) if (own := np.asarray(count < most)).any())


def say_the_same(overlap: Overlap, own: tuple[OwnWords, OwnWords]) -> bool:
    """Whether one of two texts has most of what the other says for itself, as far as that is known."""
    a, b = overlap.a, overlap.b
    said = [
        all(_is_said_by(side, words, other) for words in of_side)
        for side, of_side, other in zip((a, b), own, (b, a), strict=True)
        if of_side
    ]
    return not said or any(said)


def _is_said_by(side: OverlapSide, own: Marks, other: OverlapSide) -> bool:
    """Whether another text has what a text says for itself."""
    if side.marks[own].mean() < SAID_BY_BOTH:
        return False
    facts = side.facts(NAME | NUMBER, own)
    said = facts.intersection(other.text.facts.tolist())
    return len(facts) < LEAST_FACTS or len(said) >= FACTS_OF_BOTH * len(facts)
