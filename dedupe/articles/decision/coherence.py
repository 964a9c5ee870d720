"""Whether the end of a text hangs together, as a story does and a list of teasers does not.

Observed: the words of a story come again in it. Of the long words in 210 words of true texts 13 % stand in
two places that are no LINE, more than 4 % in nineteen texts of twenty (in German and Russian, which inflect
them, in six of seven); of as many words of other stories' teasers 2 %, more than 7 % in one list of twenty.
In 110 words a story in four is as loose.

So what has FEWEST_SUBJECTS long words is no story where less than RECURRING of them come again. Under short
texts a lead's own words tell less: of a dozen one or two stand in 400 words of teasers by chance.

Exceptions: scripts without spaces have no long words (`traits`); nothing is told of them.
Tried: half as many words (F1 of edited stories .9895 to .9875). The same of heads: digests are loose, too.
"""

from __future__ import annotations

import numpy as np

from dedupe.articles.decision.overlap_side import OverlapSide
from dedupe.articles.text.traits import LONG

FEWEST_SUBJECTS = 60
RECURRING = 0.05
LINE = 12


def is_loose(side: OverlapSide, begin: int) -> bool:
    """Whether what stands from a word on is long enough to tell, and no story."""
    words = side.text.of_trait(LONG)
    words = words[words.searchsorted(begin) :]
    facts = side.text.facts[words]
    order = np.argsort(facts, kind="stable")
    first = np.flatnonzero(np.diff(facts[order], prepend=~facts[order[:1]]))
    if len(first) < FEWEST_SUBJECTS:
        return False
    last = np.append(first[1:], len(facts)) - 1
    recurring = int(np.count_nonzero(words[order[last]] - words[order[first]] > LINE))
    return recurring < RECURRING * len(first)
